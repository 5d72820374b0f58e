-- A login name leads to another account of the same person. Rows: none.
-- $1 login name in its one spelling, $2 account id
UPDATE lookup_login SET account_id = $2 WHERE login_name = $1
