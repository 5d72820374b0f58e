-- Forgets what was told long ago (crosses holders). Rows: none.
-- $1 told before, epoch seconds
DELETE FROM holder_notice WHERE told_at < $1
