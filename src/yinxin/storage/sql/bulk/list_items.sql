-- What is to be checked next. Rows: many.
-- $1 check, $2 at most so many
SELECT item_no, file_no, row_sealed FROM bulk_item WHERE bulk_id = $1 ORDER BY item_no LIMIT $2
