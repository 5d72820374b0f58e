-- Disables a client or lets it in again. Rows: none.
-- $1 client, $2 state
UPDATE api_client SET state = $2 WHERE client_id = $1
