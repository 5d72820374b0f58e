-- Whether a released certificate of a person is of an examination of this year. Rows: optional.
-- $1 holder id, $2 year
SELECT c.line_id FROM certificate c JOIN batch b ON b.batch_id = c.batch_id
WHERE c.holder_id = $1 AND b.exam_year = $2 AND b.released_at IS NOT NULL LIMIT 1
