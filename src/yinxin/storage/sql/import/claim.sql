-- Takes an import to work on, unless somebody else has. Rows: none.
-- $1 import id, $2 now, $3 lease until, epoch seconds
UPDATE import SET lease_until = $3
WHERE import_id = $1 AND lease_until <= $2 AND state IN ('reading', 'staging', 'checking')
