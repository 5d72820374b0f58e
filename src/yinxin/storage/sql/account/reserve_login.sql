-- Reserves a login name; changes nothing if it is taken. Rows: none.
-- $1 login name in its one spelling, $2 account id
INSERT INTO lookup_login (login_name, account_id) VALUES ($1, $2)
ON CONFLICT (login_name) DO NOTHING
