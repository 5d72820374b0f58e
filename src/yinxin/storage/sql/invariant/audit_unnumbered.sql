-- I5: events that waited too long for their place in the chain (each row: what, and its kind).
-- Rows: many.
-- $1 written before, epoch seconds
SELECT CAST(a.event_id AS TEXT), a.kind
FROM audit_event a WHERE a.seq IS NULL AND a.at < $1
ORDER BY a.event_id
