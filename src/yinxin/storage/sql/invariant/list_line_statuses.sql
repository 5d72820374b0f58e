-- I4, I7: the status of every line's current version, a page of the whole register (crosses holders). Rows: many.
-- $1 after this holder and $2 line, $3 at most
SELECT l.holder_id, l.line_id, c.status FROM certificate_line l
JOIN certificate c ON c.holder_id = l.holder_id AND c.line_id = l.line_id
    AND c.version = l.current_version
WHERE (l.holder_id, l.line_id) > ($1, $2)
ORDER BY l.holder_id, l.line_id LIMIT $3
