-- All rows are to be checked anew. Rows: none.
-- $1 import id, $2 now, epoch seconds
UPDATE import SET state = 'checking', changed_at = $2, version = version + 1, rows_done = 0,
       cursor_row = 0, lease_until = 0
WHERE import_id = $1 AND state = 'checked'
