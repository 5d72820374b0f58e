-- I7: certificates whose status is not that of the last decision about them (crosses holders; each
-- row: what, and the status decided). Rows: many.
SELECT CAST(c.line_id AS TEXT), h.status
FROM certificate c
JOIN certificate_change h ON h.holder_id = c.holder_id AND h.line_id = c.line_id
    AND h.version = c.version
    AND h.change_id = (SELECT MAX(m.change_id) FROM certificate_change m
                       WHERE m.holder_id = c.holder_id AND m.line_id = c.line_id
                         AND m.version = c.version)
WHERE h.status <> c.status
ORDER BY c.line_id
