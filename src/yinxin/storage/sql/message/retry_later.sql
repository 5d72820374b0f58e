-- Puts a message back if this sender still holds it. Rows: none.
-- $1 message id, $2 fencing token, $3 gateway asked last, $4 reason, $5 next try, epoch seconds
UPDATE message SET gateway = $3, reason = $4, next_at = $5, lease_until = 0
WHERE message_id = $1 AND fence = $2 AND state = 'queued'
