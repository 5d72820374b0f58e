-- Files known by their SHA-256 alone (crosses holders). Rows: one.
SELECT COUNT(copy_id) FROM copy_file WHERE sm3 IS NULL
