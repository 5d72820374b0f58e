-- Files of copies whose bytes are kept, a page of the whole register (crosses holders). Rows: many.
-- $1 after this holder, $2 copy, $3 and format, $4 at most
SELECT holder_id, copy_id, format, sha256 FROM copy_file
WHERE (holder_id, copy_id, format) > ($1, $2, $3) AND has_blob = 1
ORDER BY holder_id, copy_id, format LIMIT $4
