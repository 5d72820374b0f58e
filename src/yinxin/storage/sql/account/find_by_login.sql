-- The account with this login name. Rows: optional.
-- $1 login name in its one spelling (storage::login_key)
SELECT a.account_id, a.login_name, a.password_hash, a.name_sealed, a.document_type, a.number_sealed,
       a.number_masked, a.mobile_sealed, a.mobile_masked, a.mobile_confirmed, a.created_at,
       a.last_login_at
FROM lookup_login l JOIN account a ON a.account_id = l.account_id
WHERE l.login_name = $1
