-- The key with a prefix. Rows: optional.
-- $1 prefix
SELECT prefix, client_id, slot, secret_hash, state, created_at, ends_at, used_at
FROM api_key WHERE prefix = $1
