-- A session with its account. Rows: optional.
-- $1 SHA-256 of the token
SELECT s.account_id, a.login_name, s.proof, s.created_at, s.seen_at
FROM session s JOIN account a ON a.account_id = s.account_id
WHERE s.token_hash = $1
