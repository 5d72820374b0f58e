-- Uses a value up; no row is changed where it was used before. Rows: none.
-- $1 hash of the value, $2 forgotten at, epoch seconds
INSERT INTO staff_used_once (value_hash, expires_at) VALUES ($1, $2)
ON CONFLICT (value_hash) DO NOTHING
