-- Keeps one file. Rows: none.
-- $1 check, $2 number of the file, $3 sealed name, $4 size, bytes, $5 why it cannot be looked into or
-- empty, $6 sealed content or NULL
INSERT INTO bulk_file (bulk_id, file_no, name_sealed, size, fault, content_sealed)
VALUES ($1, $2, $3, $4, $5, $6)
