-- What the account said of itself before a correction. Rows: none.
-- $1 account id
DELETE FROM account_former_identity WHERE account_id = $1
