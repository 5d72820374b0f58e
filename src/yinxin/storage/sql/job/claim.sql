-- Takes waiting jobs, and those whose worker let the lease run out (crosses holders): the first of
-- the index of open jobs. What is leased was due before its lease began. Rows: many.
-- $1 now, epoch seconds, $2 lease until, epoch seconds, $3 at most so many
UPDATE job SET state = 'leased', attempts = attempts + 1, fence = fence + 1, lease_until = $2
WHERE job_id IN (SELECT job_id FROM job
                 WHERE ended_at IS NULL AND run_after <= $1
                   AND (state = 'waiting' OR (state = 'leased' AND lease_until <= $1))
                 ORDER BY run_after, job_id LIMIT $3)
RETURNING job_id, holder_id, copy_id, attempts, fence, created_at, trace
