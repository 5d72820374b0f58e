-- The keys of a client, newest first. Rows: many.
-- $1 client
SELECT prefix, client_id, slot, secret_hash, state, created_at, ends_at, used_at
FROM api_key WHERE client_id = $1 ORDER BY created_at DESC, prefix
