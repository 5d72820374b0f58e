-- By what an account's mobile is found. Rows: optional.
-- $1 account id
SELECT mobile_index FROM account WHERE account_id = $1
