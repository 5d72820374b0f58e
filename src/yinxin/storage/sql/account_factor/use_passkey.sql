-- Remembers the use of a passkey; no row is changed where its counter did not move on. Rows: none.
-- $1 account id, $2 slot, $3 sign counter now, $4 at, epoch seconds
UPDATE account_passkey SET sign_count = $3, last_used_at = $4
WHERE account_id = $1 AND slot = $2 AND (sign_count < $3 OR (sign_count = 0 AND $3 = 0))
