-- Keeps one call before it is done. Rows: none.
-- $1 client, $2 call, $3 now, epoch seconds, $4 operation, $5 sealed purpose
INSERT INTO api_call (client_id, call_id, at, operation, purpose_sealed) VALUES ($1, $2, $3, $4, $5)
