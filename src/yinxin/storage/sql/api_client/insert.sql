-- Enters a client. Rows: none.
-- $1 client, $2 organisation or NULL, $3 name, $4 mode, $5 scopes, $6 networks, $7 calls a minute,
-- $8 calls a day, $9 misses a day, $10 now, epoch seconds
INSERT INTO api_client (client_id, organisation_id, name, mode, state, scopes, networks,
                        calls_per_minute, calls_per_day, misses_per_day, created_at)
VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9, $10)
