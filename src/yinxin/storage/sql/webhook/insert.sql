-- Queues a notification. Rows: none.
-- $1 client, $2 delivery, $3 event, $4 number in the feed, 0 for a ping, $5 body, $6 now, epoch
-- seconds
INSERT INTO webhook_delivery (client_id, delivery_id, event, number, body, state, next_at,
                              created_at)
VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $6)
