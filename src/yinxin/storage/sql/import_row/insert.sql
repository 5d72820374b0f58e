-- Enters a row as it was read and checked. Rows: none.
-- $1 import id, $2 row number, $3 state key, $4 sealed cells, $5 sealed result or NULL,
-- $6 problem keys, $7 sealed details or NULL, $8 whether there is a photo, $9 management index or
-- NULL, $10 certificate index or NULL, $11 person index or NULL
INSERT INTO import_row (import_id, row_no, state, cells_sealed, result_sealed, problems,
                        details_sealed, has_photo, management_index, certificate_index,
                        person_index)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
