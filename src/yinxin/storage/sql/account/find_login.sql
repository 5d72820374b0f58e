-- Whose login name this is. Rows: optional.
-- $1 login name in its one spelling (storage::login_key)
SELECT account_id FROM lookup_login WHERE login_name = $1
