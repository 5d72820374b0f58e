-- Where an account comes from. Rows: optional.
-- $1 account id
SELECT origin FROM account WHERE account_id = $1
