-- Good rows of an import in the order of the sheet. Rows: many.
-- $1 import id, $2 after this row number, $3 at most
SELECT row_no, result_sealed FROM import_row
WHERE import_id = $1 AND row_no > $2 AND state = 'good' ORDER BY row_no LIMIT $3
