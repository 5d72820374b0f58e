-- Ends every session of somebody. Rows: none.
-- $1 staff id
DELETE FROM staff_session WHERE staff_id = $1
