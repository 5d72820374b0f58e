-- One notification. Rows: optional.
-- $1 client, $2 delivery
SELECT delivery_id, event, number, state, attempts, next_at, created_at, ended_at
FROM webhook_delivery WHERE client_id = $1 AND delivery_id = $2
