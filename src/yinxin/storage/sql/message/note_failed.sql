-- A receipt: the message did not arrive. Said again it changes nothing. Rows: none.
-- $1 message id, $2 gateway, $3 at, epoch seconds, $4 reason
UPDATE message SET state = 'failed', reason = $4, ended_at = $3
WHERE message_id = $1 AND gateway = $2 AND state = 'sent' AND delivered_at IS NULL
