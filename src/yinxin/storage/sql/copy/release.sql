-- The copy may be handed out. Rows: none.
-- $1 holder, $2 copy, $3 now, epoch seconds
UPDATE copy SET state = 'released', released_at = $3
WHERE holder_id = $1 AND copy_id = $2 AND state = 'pressing'
