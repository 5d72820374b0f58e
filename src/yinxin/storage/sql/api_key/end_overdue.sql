-- Frees the slots of a client's keys whose time is over. Rows: none.
-- $1 client, $2 now, epoch seconds
UPDATE api_key SET state = 'ended' WHERE client_id = $1 AND state = 'live' AND ends_at <= $2
