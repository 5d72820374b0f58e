-- Forgets the devices of an account. Rows: none.
-- $1 account id
DELETE FROM account_device WHERE account_id = $1
