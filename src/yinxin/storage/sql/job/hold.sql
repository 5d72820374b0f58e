-- Whether this worker still holds the job; taking the row keeps others away until the commit.
-- Rows: none.
-- $1 job, $2 fencing token
UPDATE job SET lease_until = lease_until WHERE job_id = $1 AND fence = $2 AND state = 'leased'
