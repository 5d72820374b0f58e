-- Uses up the codes of a step and those before it; no row is changed where it was used. Rows: none.
-- $1 account id, $2 step
UPDATE account_totp SET last_step = $2 WHERE account_id = $1 AND last_step < $2
