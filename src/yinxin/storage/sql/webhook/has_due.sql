-- Whether a notification is due (crosses clients). Rows: optional.
-- $1 now, epoch seconds
SELECT 1 FROM webhook_delivery
WHERE (state = 'waiting' AND next_at <= $1) OR (state = 'leased' AND lease_until <= $1) LIMIT 1
