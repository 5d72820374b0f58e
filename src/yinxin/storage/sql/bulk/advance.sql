-- Gives the check back after a slice, if this worker still holds it. Rows: none.
-- $1 check, $2 fencing token, $3 items answered
UPDATE bulk_check SET items_done = items_done + $3, lease_until = 0, attempts = 0
WHERE bulk_id = $1 AND fence = $2 AND state = 'running'
