-- How many people who can log in hold a role, one person left out. Rows: one.
-- $1 role key, $2 staff id that does not count
SELECT COUNT(1) FROM staff_role r JOIN staff s ON s.staff_id = r.staff_id
WHERE r.role = $1 AND s.state = 'active' AND s.staff_id <> $2
