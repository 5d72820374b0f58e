-- Ends a session and says whose it was. Rows: optional.
-- $1 SHA-256 of the token
DELETE FROM staff_session WHERE token_hash = $1 RETURNING staff_id
