-- Work that should have been done by now, oldest first (crosses holders). Rows: many.
-- $1 posted before, epoch seconds, $2 at most so many
SELECT holder_id, entry_id, body FROM holder_outbox
WHERE posted_at <= $1 ORDER BY posted_at, entry_id LIMIT $2
