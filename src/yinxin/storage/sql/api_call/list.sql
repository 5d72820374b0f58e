-- The calls of a client before a point, newest first. Rows: many.
-- $1 client, $2 call ids below, $3 at most so many
SELECT call_id, at, operation, purpose_sealed, status, outcome
FROM api_call WHERE client_id = $1 AND call_id < $2 ORDER BY call_id DESC LIMIT $3
