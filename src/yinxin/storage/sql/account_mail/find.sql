-- The mail address of an account. Rows: optional.
-- $1 account id
SELECT address_sealed, address_masked, confirmed_at FROM account_mail WHERE account_id = $1
