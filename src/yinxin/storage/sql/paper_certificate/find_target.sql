-- The certificate a paper belongs to: whose, of which authority and batch. Rows: optional.
-- $1 holder, $2 line
SELECT c.holder_id, c.line_id, b.issuer_id, b.item_id, b.state, c.status
FROM certificate_line l
JOIN certificate c ON c.holder_id = l.holder_id AND c.line_id = l.line_id
    AND c.version = l.current_version
JOIN batch b ON b.batch_id = c.batch_id
WHERE l.holder_id = $1 AND l.line_id = $2
