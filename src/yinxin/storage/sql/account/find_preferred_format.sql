-- The kind of file an account fetched last. Rows: one.
-- $1 account
SELECT preferred_format FROM account WHERE account_id = $1
