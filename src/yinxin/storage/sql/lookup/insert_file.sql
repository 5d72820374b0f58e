-- Makes a sealed file findable by its SHA-256, once. Rows: none.
-- $1 SHA-256, $2 SM3, $3 holder, $4 copy, $5 format
INSERT INTO lookup_file (sha256, sm3, holder_id, copy_id, format) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (sha256) DO NOTHING
