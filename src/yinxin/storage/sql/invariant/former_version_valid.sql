-- I7: versions that another one followed and that do not say so (crosses holders; each row: what,
-- and the status). Rows: many.
SELECT CAST(c.line_id AS TEXT), c.status
FROM certificate c
JOIN certificate_line l ON l.holder_id = c.holder_id AND l.line_id = c.line_id
WHERE c.version > l.current_version
   OR (c.version < l.current_version AND c.status <> 'superseded')
ORDER BY c.line_id
