-- Whether a released certificate of a person has this management number. Rows: optional.
-- $1 holder id, $2 management number
SELECT c.line_id FROM certificate c JOIN batch b ON b.batch_id = c.batch_id
WHERE c.holder_id = $1 AND c.management_no = $2 AND b.released_at IS NOT NULL LIMIT 1
