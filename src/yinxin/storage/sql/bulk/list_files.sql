-- The files of a check without their content. Rows: many.
-- $1 check
SELECT file_no, name_sealed, size, fault FROM bulk_file WHERE bulk_id = $1 ORDER BY file_no
