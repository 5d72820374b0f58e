-- The authenticator app of an account. Rows: optional.
-- $1 account id
SELECT secret_sealed, last_step, added_at FROM account_totp WHERE account_id = $1
