-- Says when a live key ends. Rows: none.
-- $1 prefix, $2 client, $3 end, epoch seconds
UPDATE api_key SET ends_at = $3
WHERE prefix = $1 AND client_id = $2 AND state = 'live' AND (ends_at IS NULL OR ends_at > $3)
