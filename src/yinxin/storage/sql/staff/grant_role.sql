-- Grants a role; one that is held stays as it is. Rows: none.
-- $1 staff id, $2 role key, $3 granted by staff id (0: the operator), $4 at, epoch seconds
INSERT INTO staff_role (staff_id, role, granted_by, granted_at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
