-- Ends a job, if this worker still holds it. Rows: none.
-- $1 job, $2 fencing token, $3 now, epoch seconds
UPDATE job SET state = 'done', ended_at = $3, lease_until = 0, error_code = '', error_detail = ''
WHERE job_id = $1 AND fence = $2 AND state = 'leased'
