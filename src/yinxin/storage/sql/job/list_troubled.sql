-- Jobs that failed at least once and wait, or were given up, the latest first (crosses holders).
-- Each kind from its own partial index, none from the jobs that are done. Rows: many.
-- $1 created after, epoch seconds, $2 at most
SELECT job_id, state, attempts, run_after, created_at, ended_at, error_code, error_detail
FROM (SELECT job_id, state, attempts, run_after, created_at, ended_at, error_code, error_detail
      FROM job WHERE state = 'dead' AND created_at > $1
      UNION ALL
      SELECT job_id, state, attempts, run_after, created_at, ended_at, error_code, error_detail
      FROM job WHERE state IN ('waiting', 'leased') AND error_code <> '') AS troubled
ORDER BY created_at DESC, job_id DESC LIMIT $2
