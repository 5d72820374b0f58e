-- Sends a notification again, unless it is being sent. Rows: none.
-- $1 client, $2 delivery, $3 now, epoch seconds
UPDATE webhook_delivery SET state = 'waiting', next_at = $3, ended_at = NULL
WHERE client_id = $1 AND delivery_id = $2 AND state <> 'leased'
