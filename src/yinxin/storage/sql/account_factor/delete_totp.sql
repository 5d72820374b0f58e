-- Forgets the authenticator app of an account. Rows: none.
-- $1 account id
DELETE FROM account_totp WHERE account_id = $1
