-- Forgets all recovery codes of an account. Rows: none.
-- $1 account id
DELETE FROM account_recovery_code WHERE account_id = $1
