-- Takes waiting jobs, and those whose worker let the lease run out (crosses holders): the first of
-- the index of open jobs, past those that another worker is taking at this moment. It runs where
-- each statement sees what was committed before it (Transaction::see_commits); whose row changed
-- since is looked at again under its lock. Rows: many.
-- $1 now, epoch seconds, $2 lease until, epoch seconds, $3 at most so many
WITH due AS MATERIALIZED (
    SELECT job_id AS due_id FROM job
    WHERE ended_at IS NULL AND run_after <= $1
      AND (state = 'waiting' OR (state = 'leased' AND lease_until <= $1))
    ORDER BY run_after, job_id LIMIT $3
    FOR UPDATE SKIP LOCKED)
UPDATE job SET state = 'leased', attempts = attempts + 1, fence = fence + 1, lease_until = $2
FROM due WHERE job_id = due_id
RETURNING job_id, holder_id, copy_id, attempts, fence, created_at, trace
