-- Rows in one state in the order of the sheet. Rows: many.
-- $1 import id, $2 state key (not good), $3 after this row number, $4 at most
SELECT row_no, state, version, cells_sealed, result_sealed, problems, details_sealed, has_photo,
       management_index, certificate_index, person_index
FROM import_row WHERE import_id = $1 AND state = $2 AND state <> 'good' AND row_no > $3
ORDER BY row_no LIMIT $4
