-- The whole chain in order, for a check. Rows: many.
SELECT event_id, at, kind, actor, object, facts, salt, seq, chain
FROM audit_event WHERE seq IS NOT NULL ORDER BY seq
