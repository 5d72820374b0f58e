-- The tables of a draft with all their rows. Rows: many.
-- $1 check
SELECT table_no, name_sealed, rows_sealed, header_rows, name_column, id_column, number_column
FROM bulk_table WHERE bulk_id = $1 ORDER BY table_no
