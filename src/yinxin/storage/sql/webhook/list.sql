-- The notifications of a client before a point, newest first. Rows: many.
-- $1 client, $2 delivery ids below, $3 at most so many
SELECT delivery_id, event, number, state, attempts, next_at, created_at, ended_at
FROM webhook_delivery WHERE client_id = $1 AND delivery_id < $2
ORDER BY delivery_id DESC LIMIT $3
