-- Remembers the use of a key. Rows: none.
-- $1 key id, $2 at, epoch seconds
UPDATE staff_key SET last_used_at = $2 WHERE key_id = $1
