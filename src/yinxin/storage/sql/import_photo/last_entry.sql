-- The number of the last entry taken over. Rows: one.
-- $1 import id
SELECT COALESCE(MAX(entry_no), 0) FROM import_photo WHERE import_id = $1
