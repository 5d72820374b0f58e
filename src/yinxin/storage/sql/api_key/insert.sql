-- Enters a key in a free slot of its client; the slot is refused by a constraint if it is taken.
-- Rows: none.
-- $1 prefix, $2 client, $3 slot, $4 hash of the secret, $5 now, epoch seconds
INSERT INTO api_key (prefix, client_id, slot, secret_hash, state, created_at)
VALUES ($1, $2, $3, $4, 'live', $5)
