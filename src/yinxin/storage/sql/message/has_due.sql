-- Whether a message is due. Rows: optional.
-- $1 now, epoch seconds
SELECT 1 FROM message WHERE state = 'queued' AND next_at <= $1 AND lease_until <= $1 LIMIT 1
