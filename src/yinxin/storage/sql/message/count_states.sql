-- How many messages of a day stand how, by gateway. Rows: many.
-- $1 from, $2 before, epoch seconds
SELECT gateway, CASE WHEN delivered_at IS NOT NULL THEN 'delivered' ELSE state END AS standing,
       COUNT(*)
FROM message WHERE created_at >= $1 AND created_at < $2
GROUP BY gateway, standing ORDER BY gateway, standing
