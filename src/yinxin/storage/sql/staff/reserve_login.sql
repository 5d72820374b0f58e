-- Takes a login name. Rows: none; no row is changed where somebody has it.
-- $1 login name in its one spelling, $2 staff id
INSERT INTO lookup_staff_login (login_name, staff_id) VALUES ($1, $2) ON CONFLICT DO NOTHING
