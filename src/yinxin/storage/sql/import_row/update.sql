-- A row was checked anew. Rows: none.
-- $1 import id, $2 row number, $3 state key, $4 sealed cells, $5 sealed result or NULL,
-- $6 problem keys, $7 sealed details or NULL, $8 whether there is a photo, $9 management index or
-- NULL, $10 certificate index or NULL, $11 person index or NULL, $12 version before
UPDATE import_row SET state = $3, cells_sealed = $4, result_sealed = $5, problems = $6,
       details_sealed = $7, has_photo = $8, management_index = $9, certificate_index = $10,
       person_index = $11, version = version + 1
WHERE import_id = $1 AND row_no = $2 AND version = $12
