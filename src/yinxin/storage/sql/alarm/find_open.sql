-- One open alarm. Rows: optional.
-- $1 alarm id
SELECT alarm_id, kind, object, issuer_id, detail, raised_at, last_at, times
FROM alarm WHERE alarm_id = $1 AND ended_at IS NULL
