-- Makes a file findable by its SM3 too. Rows: none.
-- $1 SHA-256, $2 SM3
UPDATE lookup_file SET sm3 = $2 WHERE sha256 = $1 AND sm3 IS NULL
