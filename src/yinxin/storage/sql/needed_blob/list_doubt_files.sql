-- Attachments of doubts, a page of all of them (crosses holders). Rows: many.
-- $1 after this holder, $2 and file, $3 at most
SELECT holder_id, file_id, blob_sha256 FROM doubt_file
WHERE (holder_id, file_id) > ($1, $2)
ORDER BY holder_id, file_id LIMIT $3
