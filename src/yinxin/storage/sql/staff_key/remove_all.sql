-- Forgets all keys of somebody. Rows: none.
-- $1 staff id
DELETE FROM staff_key WHERE staff_id = $1
