-- Evidence of requests to the office, a page of all of it. Rows: many.
-- $1 after this file, $2 at most
SELECT file_id, blob_sha256 FROM identity_file WHERE file_id > $1 ORDER BY file_id LIMIT $2
