-- I8: certificates whose number leads to another line, or nowhere (crosses holders; each row: what,
-- and the version). Rows: many.
SELECT CAST(c.line_id AS TEXT), CAST(c.version AS TEXT)
FROM certificate c
LEFT JOIN lookup_certificate_no l ON l.certificate_no = c.certificate_no
    AND l.holder_id = c.holder_id AND l.line_id = c.line_id
WHERE l.certificate_no IS NULL
ORDER BY c.line_id
