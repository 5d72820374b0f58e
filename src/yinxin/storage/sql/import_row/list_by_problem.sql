-- Faulty rows with a problem, in the order of the sheet. Rows: many.
-- $1 import id, $2 problem key between two spaces, with % around it, $3 after this row number,
-- $4 at most
SELECT row_no, state, version, cells_sealed, result_sealed, problems, details_sealed, has_photo,
       management_index, certificate_index, person_index
FROM import_row
WHERE import_id = $1 AND state = 'faulty' AND row_no > $3 AND ' ' || problems || ' ' LIKE $2
ORDER BY row_no LIMIT $4
