-- Events of a span of time, the newest first. Rows: many.
-- $1 before this time, $2 and before this event id of it, $3 at or after, epoch seconds, $4 kind, ''
-- for all, $5 actor, '' for all, $6 object, '' for all, $7 at most
SELECT event_id, at, kind, actor, object, facts, COALESCE(seq, 0)
FROM audit_event
WHERE (at, event_id) < ($1, $2) AND at >= $3 AND ($4 = '' OR kind = $4)
  AND ($5 = '' OR actor = $5) AND ($6 = '' OR object = $6)
ORDER BY at DESC, event_id DESC LIMIT $7
