-- Other rows of the same import with the same management index, in the order of the sheet. Rows: many.
-- $1 index, $2 import id, $3 row number, $4 at most
SELECT row_no FROM import_row
WHERE management_index = $1 AND import_id = $2 AND row_no <> $3 AND state <> 'left_out'
ORDER BY row_no LIMIT $4
