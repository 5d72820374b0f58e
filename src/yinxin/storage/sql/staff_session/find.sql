-- A session of somebody who may log in. Rows: optional.
-- $1 SHA-256 of the token
SELECT t.staff_id, s.login_name, s.name_sealed, s.issuer_id, t.created_at, t.seen_at, t.confirmed_at
FROM staff_session t JOIN staff s ON s.staff_id = t.staff_id
WHERE t.token_hash = $1 AND s.state = 'active'
