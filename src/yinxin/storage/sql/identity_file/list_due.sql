-- Files whose time to be deleted has come. Rows: many.
-- $1 now, epoch seconds, $2 at most
SELECT file_id, blob_sha256 FROM identity_file
WHERE delete_at <= $1 ORDER BY delete_at LIMIT $2
