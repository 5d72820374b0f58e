-- What the clerk's repairs made of the rows. Rows: none.
-- $1 import id, $2 good, $3 faulty, $4 left out, $5 good without a photo, $6 now, epoch seconds
UPDATE import SET rows_good = $2, rows_faulty = $3, rows_left_out = $4, rows_without_photo = $5,
       changed_at = $6, version = version + 1
WHERE import_id = $1 AND state = 'checked'
