-- Raises an alarm, or adds to the one that is open about the same thing. Rows: none.
-- $1 alarm id, $2 kind key, $3 object, $4 issuer id or '', $5 detail, $6 at, epoch seconds
INSERT INTO alarm (alarm_id, kind, object, issuer_id, detail, raised_at, last_at)
VALUES ($1, $2, $3, $4, $5, $6, $6)
ON CONFLICT (kind, object) WHERE ended_at IS NULL
DO UPDATE SET last_at = excluded.last_at, times = alarm.times + 1, detail = excluded.detail
