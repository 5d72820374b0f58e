-- Ends an attempt, if this sender still holds the notification. Rows: none.
-- $1 client, $2 delivery, $3 fencing token, $4 new state, $5 next try, $6 ended or NULL; epoch seconds
UPDATE webhook_delivery SET state = $4, next_at = $5, ended_at = $6, lease_until = 0
WHERE client_id = $1 AND delivery_id = $2 AND fence = $3 AND state = 'leased'
