-- Counts uses in the window that runs, or begins a new window. Rows: one.
-- $1 bucket, $2 now, epoch seconds, $3 windows that began at or before this are over, epoch seconds,
-- $4 how many uses
INSERT INTO throttle (bucket, window_started_at, hits) VALUES ($1, $2, $4)
ON CONFLICT (bucket) DO UPDATE
SET hits = CASE WHEN throttle.window_started_at <= $3 THEN $4 ELSE throttle.hits + $4 END,
    window_started_at = CASE WHEN throttle.window_started_at <= $3 THEN $2
                             ELSE throttle.window_started_at END
RETURNING hits, window_started_at
