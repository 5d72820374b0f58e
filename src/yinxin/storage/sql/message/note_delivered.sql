-- A receipt: the message arrived. Said again it changes nothing. Rows: none.
-- $1 message id, $2 gateway, $3 at, epoch seconds
UPDATE message SET delivered_at = $3
WHERE message_id = $1 AND gateway = $2 AND state = 'sent' AND delivered_at IS NULL
