-- Written batches that do not have the certificates they should, for a check of the whole register
-- (crosses holders). Rows: many.
SELECT b.batch_id, b.issued_count, COUNT(c.line_id)
FROM batch b LEFT JOIN certificate c ON c.batch_id = b.batch_id AND c.version = 1
WHERE b.written_at IS NOT NULL
GROUP BY b.batch_id, b.issued_count HAVING COUNT(c.line_id) <> b.issued_count
ORDER BY b.batch_id
