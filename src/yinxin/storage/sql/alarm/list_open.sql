-- Open alarms, the newest first. Rows: many.
-- $1 issuer id, '' for all, $2 at most
SELECT alarm_id, kind, object, issuer_id, detail, raised_at, last_at, times
FROM alarm WHERE ended_at IS NULL AND ($1 = '' OR issuer_id = '' OR issuer_id = $1)
ORDER BY last_at DESC, alarm_id DESC LIMIT $2
