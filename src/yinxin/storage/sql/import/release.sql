-- Gives an import back before the lease is over, so that others have their turn. Rows: none.
-- $1 import id, $2 lease until, epoch seconds
UPDATE import SET lease_until = $2 WHERE import_id = $1
