-- The roles of one person. Rows: many.
-- $1 staff id
SELECT role FROM staff_role WHERE staff_id = $1 ORDER BY role
