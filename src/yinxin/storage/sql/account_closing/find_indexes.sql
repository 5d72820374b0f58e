-- By what an account is found. Rows: optional.
-- $1 account id
SELECT login_name, mobile_index, number_index FROM account WHERE account_id = $1
