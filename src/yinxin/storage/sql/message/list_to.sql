-- Messages to one mobile or mail address, newest first. Rows: many.
-- $1 recipient index, $2 at most so many
SELECT name, to_masked, CASE WHEN delivered_at IS NOT NULL THEN 'delivered' ELSE state END,
       created_at, ended_at
FROM message
WHERE to_index = $1 ORDER BY message_id DESC LIMIT $2
