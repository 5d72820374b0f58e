-- Whose file has this hash. Rows: optional.
-- $1 SHA-256 or SM3
SELECT holder_id, copy_id, format FROM lookup_file WHERE sha256 = $1 OR sm3 = $1
