-- The evidence of a request, in the order of its messages. Rows: many.
-- $1 case
SELECT file_id, seq, name_sealed, media, size, blob_sha256 FROM identity_file
WHERE case_id = $1 ORDER BY seq, file_id
