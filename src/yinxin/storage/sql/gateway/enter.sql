-- Makes the row of a gateway where there is none. Rows: none.
-- $1 name
INSERT INTO message_gateway (name) VALUES ($1) ON CONFLICT (name) DO NOTHING
