-- The status of the version in force, and its batch. Rows: optional.
-- $1 holder, $2 line
SELECT c.status, c.batch_id FROM certificate c
JOIN certificate_line l ON l.holder_id = c.holder_id AND l.line_id = c.line_id
WHERE c.holder_id = $1 AND c.line_id = $2 AND c.version = l.current_version
