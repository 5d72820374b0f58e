-- A receipt: the message arrived. It may come before the answer of the gateway is written, or in its
-- place, for a message that was claimed for this gateway; it is sent then. Said again it changes
-- nothing. Rows: none.
-- $1 message id, $2 gateway, $3 at, epoch seconds, $4 what stays of recipient and parameters
UPDATE message SET state = 'sent', delivered_at = $3, ended_at = COALESCE(ended_at, $3), reason = '',
                   lease_until = 0, to_sealed = $4, parameters_sealed = $4
WHERE message_id = $1 AND gateway = $2 AND delivered_at IS NULL
  AND (state = 'sent' OR (state = 'queued' AND attempts > 0))
