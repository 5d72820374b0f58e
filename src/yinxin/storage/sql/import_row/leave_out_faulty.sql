-- Goes on without the faulty rows. Rows: none.
-- $1 import id
UPDATE import_row SET state = 'left_out', version = version + 1
WHERE import_id = $1 AND state = 'faulty'
