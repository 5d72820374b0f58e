-- Forgets the files of a check. Rows: none.
-- $1 check
DELETE FROM bulk_file WHERE bulk_id = $1
