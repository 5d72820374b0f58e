-- Takes waiting jobs, and those whose worker let the lease run out (crosses holders). Rows: many.
-- $1 now, epoch seconds, $2 lease until, epoch seconds, $3 at most so many
UPDATE job SET state = 'leased', attempts = attempts + 1, fence = fence + 1, lease_until = $2
WHERE job_id IN (SELECT job_id FROM job
                 WHERE (state = 'waiting' AND run_after <= $1)
                    OR (state = 'leased' AND lease_until <= $1)
                 ORDER BY run_after, job_id LIMIT $3)
RETURNING job_id, holder_id, copy_id, attempts, fence, created_at, trace
