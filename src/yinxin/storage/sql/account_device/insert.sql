-- Remembers a device that was not seen before. Rows: none.
-- $1 account id, $2 index of the device, $3 now, epoch seconds, $4 no longer new from, epoch seconds
INSERT INTO account_device (account_id, device_index, first_seen_at, last_seen_at, trusted_from)
VALUES ($1, $2, $3, $3, $4)
ON CONFLICT (account_id, device_index) DO NOTHING
