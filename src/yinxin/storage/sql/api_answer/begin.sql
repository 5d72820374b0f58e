-- Reserves an idempotency key, unless it is taken; one that is over, or whose request was begun long
-- ago and never answered, is taken again. Rows: none.
-- $1 client, $2 hash of the key, $3 hash of the request, $4 now, $5 over at, $6 unanswered requests
-- begun before this are given up; epoch seconds
INSERT INTO api_answer (client_id, key_hash, request_hash, started_at, expires_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (client_id, key_hash) DO UPDATE
SET request_hash = $3, started_at = $4, expires_at = $5, status = NULL, answer_sealed = NULL
WHERE api_answer.expires_at <= $4
   OR (api_answer.status IS NULL AND api_answer.started_at < $6 AND api_answer.request_hash = $3)
