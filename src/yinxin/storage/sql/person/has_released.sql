-- Whether a person has a certificate that was ever released. Rows: optional.
-- $1 holder id
SELECT c.line_id FROM certificate c JOIN batch b ON b.batch_id = c.batch_id
WHERE c.holder_id = $1 AND b.released_at IS NOT NULL LIMIT 1
