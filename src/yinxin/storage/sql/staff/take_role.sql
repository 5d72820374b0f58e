-- Takes a role away. Rows: none.
-- $1 staff id, $2 role key
DELETE FROM staff_role WHERE staff_id = $1 AND role = $2
