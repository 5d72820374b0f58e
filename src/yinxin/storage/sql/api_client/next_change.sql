-- Takes the next number of a client's feed. Rows: one.
-- $1 client
UPDATE api_client SET last_change = last_change + 1 WHERE client_id = $1 RETURNING last_change
