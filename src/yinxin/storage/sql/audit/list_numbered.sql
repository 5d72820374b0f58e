-- A piece of the chain in order, for a check. Rows: many.
-- $1 after this sequence number, $2 at most so many
SELECT event_id, at, kind, actor, object, facts, salt, seq, chain
FROM audit_event WHERE seq > $1 ORDER BY seq LIMIT $2
