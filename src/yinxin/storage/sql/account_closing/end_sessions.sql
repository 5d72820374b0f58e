-- All sessions of an account that is closed. Rows: none.
-- $1 account id
DELETE FROM session WHERE account_id = $1
