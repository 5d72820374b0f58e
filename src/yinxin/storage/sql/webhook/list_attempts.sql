-- The attempts of one notification, in order. Rows: many.
-- $1 client, $2 delivery
SELECT attempt, at, status, failure, took_ms
FROM webhook_attempt WHERE client_id = $1 AND delivery_id = $2 ORDER BY attempt
