-- Goes on without the rows that lack a photo. Rows: none.
-- $1 import id
UPDATE import_row SET state = 'left_out', problems = 'photo_missing', version = version + 1
WHERE import_id = $1 AND state = 'good' AND has_photo = 0
