-- Whose file this is: by both hashes, by one where the other was never taken. Rows: optional.
-- $1 SHA-256, $2 SM3
SELECT holder_id, copy_id, format FROM lookup_file
WHERE sha256 = $1 AND (sm3 = $2 OR sm3 IS NULL)
