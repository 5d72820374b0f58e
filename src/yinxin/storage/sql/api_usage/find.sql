-- Uses so far in the span that runs. Rows: optional.
-- $1 client, $2 span, $3 when the span that runs began, epoch seconds
SELECT calls FROM api_usage WHERE client_id = $1 AND span = $2 AND started_at = $3
