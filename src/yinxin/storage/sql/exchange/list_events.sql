-- Audit events about one object in a span of time, with all that their links are made of; the last
-- column is the link before. Rows: many.
-- $1 object, $2 from, $3 to, both epoch seconds and inclusive
SELECT e.event_id, e.at, e.kind, e.actor, e.object, e.facts, e.salt, e.seq, e.chain, p.chain
FROM audit_event e
LEFT JOIN audit_event p ON p.seq = e.seq - 1
WHERE e.object = $1 AND e.at >= $2 AND e.at <= $3 ORDER BY e.event_id
