-- Remembers that a device was seen again. Rows: none.
-- $1 account id, $2 index of the device, $3 now, epoch seconds
UPDATE account_device SET last_seen_at = $3 WHERE account_id = $1 AND device_index = $2
