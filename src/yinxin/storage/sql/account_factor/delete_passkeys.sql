-- Forgets all passkeys of an account. Rows: none.
-- $1 account id
DELETE FROM account_passkey WHERE account_id = $1
