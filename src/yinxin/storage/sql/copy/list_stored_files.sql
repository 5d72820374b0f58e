-- Files whose bytes should be in the blob store, for a check of the whole register (crosses
-- holders). Rows: many.
SELECT holder_id, copy_id, format, sha256, sm3 FROM copy_file WHERE has_blob = 1
ORDER BY holder_id, copy_id, format
