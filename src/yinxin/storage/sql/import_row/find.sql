-- One row. Rows: optional.
-- $1 import id, $2 row number
SELECT row_no, state, version, cells_sealed, result_sealed, problems, details_sealed, has_photo,
       management_index, certificate_index, person_index
FROM import_row WHERE import_id = $1 AND row_no = $2
