-- The second factor was shown: the session goes on under a new token. Rows: none.
-- $1 SHA-256 of the old token, $2 of the new one, $3 at, epoch seconds
UPDATE staff_session SET token_hash = $2, confirmed_at = $3, seen_at = $3 WHERE token_hash = $1
