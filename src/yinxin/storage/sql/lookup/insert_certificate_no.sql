-- Makes a certificate findable by its number. Rows: none.
-- $1 certificate number, $2 holder, $3 line
INSERT INTO lookup_certificate_no (certificate_no, holder_id, line_id) VALUES ($1, $2, $3)
