-- Takes all left-out rows back in, to be checked anew. Rows: none.
-- $1 import id
UPDATE import_row SET state = 'faulty', version = version + 1
WHERE import_id = $1 AND state = 'left_out'
