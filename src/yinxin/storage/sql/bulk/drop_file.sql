-- A file is answered. Rows: none.
-- $1 check, $2 number of the file
DELETE FROM bulk_file WHERE bulk_id = $1 AND file_no = $2
