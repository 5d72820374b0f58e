-- What holders have not been told yet, the oldest first (crosses holders). Rows: many.
-- $1 at most so many
SELECT holder_id, event, object_id, day FROM holder_notice
WHERE told_at IS NULL ORDER BY noted_at LIMIT $1
