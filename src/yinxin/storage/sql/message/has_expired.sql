-- Whether there is a code to drop. Rows: optional.
-- $1 now, epoch seconds
SELECT 1 FROM message
WHERE state = 'queued' AND order_no = 0 AND expires_at <= $1 AND lease_until <= $1 LIMIT 1
