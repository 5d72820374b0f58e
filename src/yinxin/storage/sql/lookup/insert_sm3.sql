-- Makes a sealed file findable by its SM3, once. Rows: none.
-- $1 SM3, $2 holder, $3 copy, $4 format
INSERT INTO lookup_sm3 (sm3, holder_id, copy_id, format) VALUES ($1, $2, $3, $4)
ON CONFLICT (sm3) DO NOTHING
