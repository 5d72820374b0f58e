-- Whether this worker still holds the check; taking the row keeps others away until the commit.
-- Rows: none.
-- $1 check, $2 fencing token
UPDATE bulk_check SET lease_until = lease_until
WHERE bulk_id = $1 AND fence = $2 AND state IN ('running', 'closing')
