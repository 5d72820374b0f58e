-- Ends what nothing carried for days, unless it is under way: the gateways of its channel were away
-- or are no longer set. Rows: none.
-- $1 created before, epoch seconds, $2 now, epoch seconds, $3 what stays of recipient and parameters
UPDATE message SET state = 'failed', reason = 'not_carried', ended_at = $2, to_sealed = $3,
                   parameters_sealed = $3
WHERE state = 'queued' AND created_at < $1 AND lease_until <= $2
