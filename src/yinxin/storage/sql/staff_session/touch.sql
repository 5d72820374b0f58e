-- Remembers that a session is in use. Rows: none.
-- $1 SHA-256 of the token, $2 now, epoch seconds
UPDATE staff_session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2
