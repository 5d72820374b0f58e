-- Forgets used values that are too old to be accepted anyway. Rows: none.
-- $1 now, epoch seconds
DELETE FROM staff_used_once WHERE expires_at <= $1
