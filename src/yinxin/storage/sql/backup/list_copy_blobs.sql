-- Files of copies whose bytes are in the blob store (crosses holders). Rows: many.
SELECT DISTINCT sha256 FROM copy_file WHERE has_blob = 1 ORDER BY sha256
