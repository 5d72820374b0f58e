-- Forgets all recovery codes of somebody. Rows: none.
-- $1 staff id
DELETE FROM staff_recovery_code WHERE staff_id = $1
