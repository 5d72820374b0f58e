-- The log of deliveries of one day, newest first. Rows: many.
-- $1 from, $2 before, epoch seconds, $3 before this message of the same second, $4 'queued', 'sent',
-- 'delivered', 'failed' or '' for all, $5 at most so many
SELECT message_id, name, to_masked, gateway,
       CASE WHEN delivered_at IS NOT NULL THEN 'delivered' ELSE state END, reason, attempts,
       created_at, ended_at, delivered_at
FROM message
WHERE created_at >= $1 AND (created_at < $2 OR (created_at = $2 AND message_id < $3))
  AND ($4 = '' OR $4 = CASE WHEN delivered_at IS NOT NULL THEN 'delivered' ELSE state END)
ORDER BY created_at DESC, message_id DESC LIMIT $5
