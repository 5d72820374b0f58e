-- Ends a message if this sender still holds it; only the masked number stays. Rows: none.
-- $1 message id, $2 fencing token, $3 state, $4 gateway, $5 reason or '', $6 ended at, epoch seconds,
-- $7 what stays of recipient and parameters
UPDATE message SET state = $3, gateway = $4, reason = $5, ended_at = $6, lease_until = 0,
                   to_sealed = $7, parameters_sealed = $7
WHERE message_id = $1 AND fence = $2 AND state = 'queued'
