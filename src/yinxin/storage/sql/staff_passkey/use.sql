-- Remembers the use of a passkey; no row is changed where its counter did not move on. Rows: none.
-- $1 credential id, $2 sign counter now, $3 at, epoch seconds
UPDATE staff_passkey SET sign_count = $2, last_used_at = $3
WHERE credential_id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))
