-- One client. Rows: optional.
-- $1 client
SELECT client_id, organisation_id, name, mode, state, scopes, networks, calls_per_minute,
       calls_per_day, misses_per_day, webhook_url, last_change, created_at
FROM api_client WHERE client_id = $1
