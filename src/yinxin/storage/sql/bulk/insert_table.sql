-- Keeps one table of a draft. Rows: none.
-- $1 check, $2 number of the table, $3 sealed name, $4 sealed rows, $5 rows that are header, $6 column
-- of the name, $7 of the ID number, $8 of the management number, NULL where not known
INSERT INTO bulk_table (bulk_id, table_no, name_sealed, rows_sealed, header_rows, name_column,
                        id_column, number_column)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
