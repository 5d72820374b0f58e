-- Forgets the items of a check. Rows: none.
-- $1 check
DELETE FROM bulk_item WHERE bulk_id = $1
