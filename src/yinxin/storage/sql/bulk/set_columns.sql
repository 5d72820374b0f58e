-- Says which columns of a table hold what. Rows: none.
-- $1 check, $2 number of the table, $3 rows that are header, $4 column of the name, $5 of the ID
-- number, $6 of the management number
UPDATE bulk_table SET header_rows = $3, name_column = $4, id_column = $5, number_column = $6
WHERE bulk_id = $1 AND table_no = $2
