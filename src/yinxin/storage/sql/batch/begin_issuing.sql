-- An approved batch on its way to be written. Rows: none.
-- $1 batch, $2 release planned at or NULL, $3 day of issue, $4 now, epoch seconds
UPDATE batch
SET state = 'issuing', release_at = $2, issue_day = $3, changed_at = $4,
    announced_at = COALESCE(announced_at, $4)
WHERE batch_id = $1 AND state = 'checking'
