-- Remembers a login. Rows: none.
-- $1 staff id, $2 at, epoch seconds
UPDATE staff SET last_login_at = $2 WHERE staff_id = $1
