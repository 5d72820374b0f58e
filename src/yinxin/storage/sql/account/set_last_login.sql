-- Remembers a login. Rows: none.
-- $1 account id, $2 at, epoch seconds
UPDATE account SET last_login_at = $2 WHERE account_id = $1
