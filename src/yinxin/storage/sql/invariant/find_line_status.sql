-- I4, I7: the status of a line's current version (crosses holders). Rows: optional.
-- $1 line
SELECT c.status FROM certificate_line l
JOIN certificate c ON c.holder_id = l.holder_id AND c.line_id = l.line_id
    AND c.version = l.current_version
WHERE l.line_id = $1
