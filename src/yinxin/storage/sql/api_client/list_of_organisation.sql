-- The clients of an organisation, oldest first. Rows: many.
-- $1 organisation
SELECT client_id, organisation_id, name, mode, state, scopes, networks, calls_per_minute,
       calls_per_day, misses_per_day, webhook_url, last_change, created_at
FROM api_client WHERE organisation_id = $1
ORDER BY created_at, client_id
