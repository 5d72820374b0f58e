-- How many recovery codes of an account are unused. Rows: one.
-- $1 account id
SELECT COUNT(1) FROM account_recovery_code WHERE account_id = $1 AND used_at IS NULL
