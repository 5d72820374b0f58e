-- How much of every queue but the press's is open, and since when the oldest (crosses holders). A
-- queue without work has 0 and 0. Every part reads an index of open rows alone, whose condition it
-- repeats word for word where SQLite would not see that it follows. Rows: many.
-- $1 now, epoch seconds
SELECT 'audit' AS queue, COUNT(*), COALESCE(MIN(at), 0) FROM audit_event WHERE seq IS NULL
UNION ALL
SELECT 'bulk', COUNT(*), COALESCE(MIN(started_at), 0) FROM bulk_check
WHERE state IN ('running', 'closing')
UNION ALL
SELECT 'identity', COUNT(*), COALESCE(MIN(waits_since), 0) FROM identity_case
WHERE settled_at IS NULL AND state IN ('open', 'proposed')
UNION ALL
SELECT 'imports', COUNT(*), COALESCE(MIN(changed_at), 0) FROM import
WHERE state IN ('reading', 'staging', 'checking')
UNION ALL
SELECT 'issuing', COUNT(*), COALESCE(MIN(changed_at), 0) FROM batch
WHERE state IN ('issuing', 'approved') AND state = 'issuing'
UNION ALL
SELECT 'mails', COUNT(*), COALESCE(MIN(created_at), 0) FROM message
WHERE state = 'queued' AND channel = 'mail'
UNION ALL
SELECT 'messages', COUNT(*), COALESCE(MIN(created_at), 0) FROM message
WHERE state = 'queued' AND channel = 'sms'
UNION ALL
SELECT 'proposals', COUNT(*), COALESCE(MIN(COALESCE(effective_at, decided_at)), 0) FROM proposal
WHERE state = 'approved' AND (effective_at IS NULL OR effective_at <= $1)
UNION ALL
SELECT 'releasing', COUNT(*), COALESCE(MIN(COALESCE(release_at, written_at)), 0) FROM batch
WHERE state IN ('issuing', 'approved') AND state = 'approved'
  AND (release_at IS NULL OR release_at <= $1)
UNION ALL
SELECT 'webhooks', COUNT(*), COALESCE(MIN(created_at), 0) FROM webhook_delivery
WHERE state IN ('waiting', 'leased')
ORDER BY queue
