-- I6: jobs open for longer than the promise without an alarm about the queue (crosses holders; each
-- row: what, and its state). Rows: many.
-- $1 created before, epoch seconds
SELECT CAST(j.job_id AS TEXT), j.state
FROM job j
WHERE j.state IN ('waiting', 'leased') AND j.created_at < $1
  AND NOT EXISTS (SELECT 1 FROM alarm a WHERE a.kind = 'queue_late' AND a.ended_at IS NULL)
ORDER BY j.job_id
