-- What had led to an account leads to the one it was given up for. Rows: none.
-- $1 account that is given up, $2 account that is kept
UPDATE account_merge SET kept_id = $2 WHERE kept_id = $1
