-- An uploaded file that was not sent yet and is not due to go. Rows: optional.
-- $1 holder, $2 file, $3 line, $4 account, $5 now, epoch seconds
SELECT file_id, seq, name_sealed, media, size, blob_sha256
FROM doubt_file
WHERE holder_id = $1 AND file_id = $2 AND line_id = $3 AND account_id = $4 AND doubt_id IS NULL
      AND delete_at > $5
