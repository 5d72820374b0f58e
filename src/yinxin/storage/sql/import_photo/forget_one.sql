-- Forgets a photo. Rows: none.
-- $1 import id, $2 number of the entry
DELETE FROM import_photo WHERE import_id = $1 AND entry_no = $2
