-- Whether a notification is due (crosses clients). Rows: optional.
-- $1 now, epoch seconds
SELECT 1 FROM webhook_delivery
WHERE state IN ('waiting', 'leased') AND next_at <= $1
  AND (state = 'waiting' OR lease_until <= $1) LIMIT 1
