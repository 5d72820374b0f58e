-- All items are answered, or the check is cancelled; a worker in the middle of a slice loses it.
-- Rows: none.
-- $1 check, $2 now, epoch seconds, $3 1 if it was cancelled
UPDATE bulk_check SET state = 'closing', ended_at = $2, is_cancelled = $3, fence = fence + 1,
    lease_until = 0, attempts = 0, run_after = 0
WHERE bulk_id = $1 AND state = 'running'
