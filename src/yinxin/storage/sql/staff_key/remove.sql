-- Forgets a key of somebody. Rows: none.
-- $1 key id, $2 staff id
DELETE FROM staff_key WHERE key_id = $1 AND staff_id = $2
