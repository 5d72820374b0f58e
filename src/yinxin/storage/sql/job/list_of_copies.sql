-- Jobs of a person's copies that are not done, newest first. Rows: many.
-- $1 holder
SELECT copy_id, state, attempts, run_after, created_at, ended_at, error_code FROM job
WHERE holder_id = $1 AND state <> 'done'
ORDER BY job_id DESC
