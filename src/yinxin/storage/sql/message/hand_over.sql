-- Notes that another gateway is asked, if this sender still holds the message and no receipt of the
-- first one has ended it. Rows: none.
-- $1 message id, $2 fencing token, $3 gateway
UPDATE message SET gateway = $3 WHERE message_id = $1 AND fence = $2 AND state = 'queued'
