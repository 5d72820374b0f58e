-- Reserves a copy's copy_code before it is used; no row if it is taken. Rows: none.
-- $1 copy_code, $2 holder, $3 copy
INSERT INTO lookup_copy_code (copy_code, holder_id, copy_id) VALUES ($1, $2, $3)
ON CONFLICT (copy_code) DO NOTHING
