-- Events the sequencer has not seen, oldest first. Rows: many.
-- $1 at most so many
SELECT event_id, at, kind, actor, object, facts, salt, 0, salt
FROM audit_event WHERE seq IS NULL ORDER BY event_id LIMIT $1
