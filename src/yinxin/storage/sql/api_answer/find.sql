-- What stands under an idempotency key. Rows: optional.
-- $1 client, $2 hash of the key
SELECT request_hash, status, answer_sealed FROM api_answer WHERE client_id = $1 AND key_hash = $2
