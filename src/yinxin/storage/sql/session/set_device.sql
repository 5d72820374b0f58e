-- Says from which device a session was begun. Rows: none.
-- $1 SHA-256 of the token, $2 index of the device, $3 no longer new from, epoch seconds
UPDATE session SET device_index = $2, trusted_from = $3 WHERE token_hash = $1
