-- Sets the password. Rows: none.
-- $1 staff id, $2 password hash
UPDATE staff SET password_hash = $2 WHERE staff_id = $1
