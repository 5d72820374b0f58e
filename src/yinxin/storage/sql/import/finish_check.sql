-- All rows are checked. Rows: none.
-- $1 import id, $2 state before, $3 good, $4 faulty, $5 left out, $6 good without a photo,
-- $7 now, epoch seconds
UPDATE import SET state = 'checked', rows_good = $3, rows_faulty = $4, rows_left_out = $5,
       rows_without_photo = $6, changed_at = $7, lease_until = 0
WHERE import_id = $1 AND state = $2
