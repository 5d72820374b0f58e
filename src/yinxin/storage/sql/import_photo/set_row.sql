-- A photo belongs to a row. Rows: none.
-- $1 import id, $2 number of the entry, $3 row number
UPDATE import_photo SET row_no = $3
WHERE import_id = $1 AND entry_no = $2 AND (row_no IS NULL OR row_no <> $3)
