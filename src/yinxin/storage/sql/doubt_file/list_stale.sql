-- Files that were uploaded and never sent (crosses holders). Rows: many.
-- $1 uploaded before, epoch seconds, $2 at most
SELECT holder_id, file_id, blob_sha256 FROM doubt_file
WHERE doubt_id IS NULL AND uploaded_at < $1 ORDER BY uploaded_at LIMIT $2
