-- Marks as told what nobody else has marked. Rows: none.
-- $1 holder, $2 event, $3 object, $4 civil day or '', $5 now, epoch seconds
UPDATE holder_notice SET told_at = $5
WHERE holder_id = $1 AND event = $2 AND object_id = $3 AND day = $4 AND told_at IS NULL
