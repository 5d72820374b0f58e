-- Whose file has this SHA-256. Rows: optional.
-- $1 SHA-256
SELECT holder_id, copy_id, format FROM lookup_file WHERE sha256 = $1
