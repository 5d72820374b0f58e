-- No password fits any more. Rows: none.
-- $1 account id, $2 what stands in place of a hash
UPDATE account SET password_hash = $2 WHERE account_id = $1
