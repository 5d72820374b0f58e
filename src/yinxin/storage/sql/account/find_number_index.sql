-- The blind index of the ID number an account states. Rows: optional.
-- $1 account id
SELECT number_index FROM account WHERE account_id = $1 AND number_index IS NOT NULL
