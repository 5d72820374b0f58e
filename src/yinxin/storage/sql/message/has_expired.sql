-- Whether there is a code to drop. Rows: optional.
-- $1 now, epoch seconds, $2 channel
SELECT 1 FROM message
WHERE state = 'queued' AND channel = $2 AND order_no = 0 AND expires_at <= $1 AND lease_until <= $1
LIMIT 1
