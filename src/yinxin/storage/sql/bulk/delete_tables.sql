-- Forgets the tables of a check. Rows: none.
-- $1 check
DELETE FROM bulk_table WHERE bulk_id = $1
