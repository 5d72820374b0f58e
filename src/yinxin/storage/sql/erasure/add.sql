-- Counts what was erased on a civil day. Rows: none.
-- $1 day, $2 what, $3 how many
INSERT INTO erasure (day, what, erased) VALUES ($1, $2, $3)
ON CONFLICT (day, what) DO UPDATE SET erased = erasure.erased + $3
