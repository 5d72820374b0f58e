-- The first good row at or after a row number, for looking at one. Rows: optional.
-- $1 import id, $2 from this row number
SELECT row_no, result_sealed FROM import_row
WHERE import_id = $1 AND row_no >= $2 AND state = 'good' ORDER BY row_no LIMIT 1
