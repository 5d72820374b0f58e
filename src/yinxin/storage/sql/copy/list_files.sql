-- The sealed files of a copy, the PDF first. Rows: many.
-- $1 holder, $2 copy
SELECT format, sha256, size, profile, has_blob, sealed_at FROM copy_file
WHERE holder_id = $1 AND copy_id = $2 ORDER BY format DESC
