-- Files of endorsements that are over but still stored (expiry; crosses holders). Rows: many.
-- $1 now, epoch seconds, $2 at most so many
SELECT holder_id, copy_id, format, sha256 FROM copy_file
WHERE has_blob = 1 AND ends_at <= $1
ORDER BY ends_at LIMIT $2
