-- The user name is free again. Rows: none.
-- $1 user name, $2 account id
DELETE FROM lookup_login WHERE login_name = $1 AND account_id = $2
