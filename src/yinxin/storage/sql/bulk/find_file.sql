-- One file with its content. Rows: optional.
-- $1 check, $2 number of the file
SELECT file_no, name_sealed, size, fault, content_sealed
FROM bulk_file WHERE bulk_id = $1 AND file_no = $2
