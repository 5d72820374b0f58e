-- How many devices an account was opened from. Rows: one.
-- $1 account id
SELECT COUNT(1) FROM account_device WHERE account_id = $1
