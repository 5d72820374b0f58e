-- I7: copies released after their certificate had stopped being valid (crosses holders; each row:
-- what, and the status). Rows: many.
SELECT CAST(k.copy_id AS TEXT), c.status
FROM copy k
JOIN certificate c ON c.holder_id = k.holder_id AND c.line_id = k.line_id AND c.version = k.version
WHERE k.state = 'released' AND c.status <> 'valid' AND k.released_at > c.status_at
ORDER BY k.copy_id
