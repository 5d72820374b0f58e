-- Whether a job is still this worker's. Rows: optional.
-- $1 job, $2 fence
SELECT 1 FROM job WHERE job_id = $1 AND fence = $2 AND state = 'leased'
