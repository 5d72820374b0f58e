-- The last good row. Rows: optional.
-- $1 import id
SELECT row_no, result_sealed FROM import_row
WHERE import_id = $1 AND state = 'good' ORDER BY row_no DESC LIMIT 1
