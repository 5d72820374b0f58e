-- Makes a certificate findable by its management or query number. Rows: none.
-- $1 number, $2 holder, $3 line
INSERT INTO lookup_management_no (management_no, holder_id, line_id) VALUES ($1, $2, $3)
