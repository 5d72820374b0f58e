-- Keeps the answer to a request. Rows: none.
-- $1 client, $2 hash of the key, $3 HTTP status, $4 sealed answer
UPDATE api_answer SET status = $3, answer_sealed = $4 WHERE client_id = $1 AND key_hash = $2
