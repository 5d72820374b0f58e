-- Opens a line with its first version. Rows: none.
-- $1 holder, $2 line, $3 version
INSERT INTO certificate_line (holder_id, line_id, current_version) VALUES ($1, $2, $3)
