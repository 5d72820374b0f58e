-- Counts a login attempt before it is known how it ends. Rows: one.
-- $1 index of the typed login name, $2 at, epoch seconds
INSERT INTO login_failure (name_index, failures, failed_at) VALUES ($1, 1, $2)
ON CONFLICT (name_index) DO UPDATE
SET failures = login_failure.failures + 1, failed_at = excluded.failed_at
RETURNING failures
