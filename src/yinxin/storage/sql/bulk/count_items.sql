-- How many items wait. Rows: one.
-- $1 check
SELECT COUNT(*) FROM bulk_item WHERE bulk_id = $1
