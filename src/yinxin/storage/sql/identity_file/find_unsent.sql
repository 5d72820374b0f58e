-- An uploaded file that was not sent yet and is not due to go. Rows: optional.
-- $1 file, $2 owner's index, $3 now, epoch seconds
SELECT file_id, seq, name_sealed, media, size, blob_sha256 FROM identity_file
WHERE file_id = $1 AND owner_index = $2 AND case_id IS NULL AND delete_at > $3
