-- One thing to be checked. Rows: none.
-- $1 check, $2 number of the item, $3 number of its file or NULL, $4 sealed row or NULL
INSERT INTO bulk_item (bulk_id, item_no, file_no, row_sealed) VALUES ($1, $2, $3, $4)
