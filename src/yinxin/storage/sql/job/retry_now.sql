-- Lets a job that waits after a failure run at once; no row is changed for any other. Rows: none.
-- $1 job id, $2 now, epoch seconds
UPDATE job SET run_after = $2 WHERE job_id = $1 AND state = 'waiting' AND run_after > $2
