-- The copy will not come. Rows: none.
-- $1 holder, $2 copy
UPDATE copy SET state = 'failed' WHERE holder_id = $1 AND copy_id = $2 AND state = 'pressing'
