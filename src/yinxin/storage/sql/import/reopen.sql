-- A batch was sent back or taken back: its rows can be changed again. Rows: none.
-- $1 import id, $2 version the clerk saw, $3 now, epoch seconds
UPDATE import SET state = 'checked', changed_at = $3, version = version + 1
WHERE import_id = $1 AND version = $2 AND state = 'submitted'
