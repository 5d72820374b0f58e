-- The devices an account was opened from, seen last first. Rows: many.
-- $1 account id, $2 at most
SELECT first_seen_at, last_seen_at, trusted_from FROM account_device
WHERE account_id = $1 ORDER BY last_seen_at DESC, device_index LIMIT $2
