-- Gives the check back after a failure, to be tried again later. Rows: none.
-- $1 check, $2 fencing token, $3 not before, epoch seconds
UPDATE bulk_check SET lease_until = 0, run_after = $3 WHERE bulk_id = $1 AND fence = $2
