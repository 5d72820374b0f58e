-- Ends every session of an account. Rows: none.
-- $1 account id
DELETE FROM session WHERE account_id = $1
