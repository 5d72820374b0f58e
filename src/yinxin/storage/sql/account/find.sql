-- One account. Rows: optional.
-- $1 account id
SELECT a.account_id, a.login_name, a.password_hash, a.name_sealed, a.document_type, a.number_sealed,
       a.number_masked, a.mobile_sealed, a.mobile_masked, a.mobile_confirmed, a.created_at,
       a.last_login_at
FROM account a WHERE a.account_id = $1
