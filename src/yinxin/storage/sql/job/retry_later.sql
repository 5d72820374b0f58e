-- Puts a job back, if this worker still holds it. Rows: none.
-- $1 job, $2 fencing token, $3 earliest next run, epoch seconds, $4 error code, $5 error detail
UPDATE job SET state = 'waiting', run_after = $3, lease_until = 0, error_code = $4,
               error_detail = $5
WHERE job_id = $1 AND fence = $2 AND state = 'leased'
