-- The language an account is written to in. Rows: optional.
-- $1 account
SELECT language FROM account_language WHERE account_id = $1
