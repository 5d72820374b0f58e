-- A receipt: the message did not arrive; as in note_delivered it may be the first word about it. Said
-- again it changes nothing. Rows: none.
-- $1 message id, $2 gateway, $3 at, epoch seconds, $4 reason, $5 what stays of recipient and parameters
UPDATE message SET state = 'failed', reason = $4, ended_at = $3, lease_until = 0, to_sealed = $5,
                   parameters_sealed = $5
WHERE message_id = $1 AND gateway = $2 AND delivered_at IS NULL
  AND (state = 'sent' OR (state = 'queued' AND attempts > 0))
