-- Writes one person. Rows: none.
-- $1 holder id, $2 created at, epoch seconds
INSERT INTO person (holder_id, created_at) VALUES ($1, $2)
