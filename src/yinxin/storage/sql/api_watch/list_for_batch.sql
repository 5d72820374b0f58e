-- The certificates of a batch that anybody follows, with their current status (crosses holders).
-- Rows: many.
-- $1 batch
SELECT DISTINCT w.holder_id, w.line_id, c.status
FROM api_watch w
JOIN certificate_line l ON l.holder_id = w.holder_id AND l.line_id = w.line_id
JOIN certificate c ON c.holder_id = l.holder_id AND c.line_id = l.line_id
                  AND c.version = l.current_version
WHERE c.batch_id = $1 ORDER BY w.holder_id, w.line_id
