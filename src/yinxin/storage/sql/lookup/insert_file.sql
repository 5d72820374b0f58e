-- Makes a sealed file findable by its hash. Rows: none.
-- $1 SHA-256, $2 holder, $3 copy, $4 format
INSERT INTO lookup_file (sha256, holder_id, copy_id, format) VALUES ($1, $2, $3, $4)
