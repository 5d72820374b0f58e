-- The documents are there. Rows: none.
-- $1 check, $2 fencing token, $3 the result is kept until, epoch seconds
UPDATE bulk_check SET state = 'finished', lease_until = 0, expires_at = $3
WHERE bulk_id = $1 AND fence = $2 AND state = 'closing'
