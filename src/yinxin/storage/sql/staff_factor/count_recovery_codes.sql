-- How many recovery codes are unused. Rows: one.
-- $1 staff id
SELECT COUNT(1) FROM staff_recovery_code WHERE staff_id = $1 AND used_at IS NULL
