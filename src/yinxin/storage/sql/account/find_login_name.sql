-- How an account is named. Rows: optional.
-- $1 account id
SELECT login_name FROM account WHERE account_id = $1
