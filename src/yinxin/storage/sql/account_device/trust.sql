-- A device is no longer new. Rows: none.
-- $1 account id, $2 index of the device, $3 now, epoch seconds
UPDATE account_device SET trusted_from = $3
WHERE account_id = $1 AND device_index = $2 AND trusted_from > $3
