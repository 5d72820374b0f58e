-- Uses in the window that runs now. Rows: optional.
-- $1 bucket, $2 windows that began at or before this are over, epoch seconds
SELECT hits FROM throttle WHERE bucket = $1 AND window_started_at > $2
