-- Good rows that lack a photo, in the order of the sheet. Rows: many.
-- $1 import id, $2 after this row number, $3 at most
SELECT row_no, state, version, cells_sealed, result_sealed, problems, details_sealed, has_photo,
       management_index, certificate_index, person_index
FROM import_row
WHERE import_id = $1 AND state = 'good' AND has_photo = 0 AND row_no > $2
ORDER BY row_no LIMIT $3
