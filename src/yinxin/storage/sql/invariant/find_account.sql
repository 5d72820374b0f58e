-- I4: an acknowledged account. Rows: optional.
-- $1 login name
SELECT login_name FROM lookup_login WHERE login_name = $1
