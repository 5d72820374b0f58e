-- The attachments of a doubt, in the order of their messages. Rows: many.
-- $1 holder, $2 doubt
SELECT file_id, seq, name_sealed, media, size, blob_sha256
FROM doubt_file WHERE holder_id = $1 AND doubt_id = $2 ORDER BY seq, file_id
