-- Queues one job. Rows: none.
-- $1 job id, $2 kind, $3 holder id, $4 copy id, $5 earliest run, epoch seconds, $6 now,
-- $7 trace of the request, or ''
INSERT INTO job (job_id, kind, holder_id, copy_id, state, run_after, created_at, trace)
VALUES ($1, $2, $3, $4, 'waiting', $5, $6, $7)
