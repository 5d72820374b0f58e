-- Frees an idempotency key whose request came to nothing, so that it can be tried again. Rows: none.
-- $1 client, $2 hash of the key
DELETE FROM api_answer WHERE client_id = $1 AND key_hash = $2 AND status IS NULL
