-- Photos: all, belonging to a row, refused. Rows: one.
-- $1 import id
SELECT COUNT(1), COUNT(row_no), COALESCE(SUM(CASE WHEN problem <> '' THEN 1 ELSE 0 END), 0)
FROM import_photo WHERE import_id = $1
