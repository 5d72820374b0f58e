-- Says how a call ended. Rows: none.
-- $1 client, $2 call, $3 HTTP status, $4 outcome
UPDATE api_call SET status = $3, outcome = $4 WHERE client_id = $1 AND call_id = $2
