-- Enters or replaces the office's line for one paper certificate, from the holder's. Rows: none.
-- $1 holder, $2 line
INSERT INTO paper_listing (holder_id, line_id, issuer_id, item_id, state, serial_no, deadline_on,
                           changed_at)
SELECT p.holder_id, p.line_id, b.issuer_id, b.item_id, p.state, p.serial_no,
       COALESCE(p.deadline_on, ''), p.changed_at
FROM paper_certificate p
JOIN certificate_line l ON l.holder_id = p.holder_id AND l.line_id = p.line_id
JOIN certificate c ON c.holder_id = p.holder_id AND c.line_id = p.line_id
    AND c.version = l.current_version
JOIN batch b ON b.batch_id = c.batch_id
WHERE p.holder_id = $1 AND p.line_id = $2
ON CONFLICT (holder_id, line_id) DO UPDATE
SET issuer_id = excluded.issuer_id, item_id = excluded.item_id, state = excluded.state,
    serial_no = excluded.serial_no, deadline_on = excluded.deadline_on,
    changed_at = excluded.changed_at
