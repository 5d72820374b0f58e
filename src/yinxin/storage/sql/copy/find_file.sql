-- One sealed file of a copy. Rows: optional.
-- $1 holder, $2 copy, $3 format
SELECT format, sha256, size, profile, has_blob, sealed_at FROM copy_file
WHERE holder_id = $1 AND copy_id = $2 AND format = $3
