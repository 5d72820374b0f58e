-- Puts another password hash in place. Rows: none.
-- $1 account id, $2 password hash
UPDATE account SET password_hash = $2 WHERE account_id = $1
