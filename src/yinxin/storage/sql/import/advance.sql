-- The next rows were taken over or checked; no row changes where another worker did it, or the
-- clerk gave the import up. Rows: none.
-- $1 import id, $2 state, $3 cursor before, $4 cursor after, $5 rows, $6 lease until, epoch seconds
UPDATE import SET cursor_row = $4, rows_done = rows_done + $5, lease_until = $6
WHERE import_id = $1 AND state = $2 AND cursor_row = $3
