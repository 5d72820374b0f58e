-- Ends codes that are worth nothing any more, unless one is under way. Rows: none.
-- $1 now, epoch seconds, $2 what stays of recipient and parameters, $3 channel
UPDATE message SET state = 'failed', reason = 'expired', ended_at = $1, to_sealed = $2,
                   parameters_sealed = $2
WHERE state = 'queued' AND channel = $3 AND order_no = 0 AND expires_at <= $1 AND lease_until <= $1
