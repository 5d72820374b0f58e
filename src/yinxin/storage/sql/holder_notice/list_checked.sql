-- Copies of a holder that were checked since a moment. Rows: many.
-- $1 holder, $2 since, epoch seconds
SELECT DISTINCT copy_id FROM copy_check WHERE holder_id = $1 AND minute_at >= $2 ORDER BY copy_id
