-- How often a client called since a moment, by operation, the most first. Rows: many.
-- $1 client, $2 since, epoch seconds
SELECT operation, COUNT(call_id)
FROM api_call WHERE client_id = $1 AND at >= $2
GROUP BY operation
ORDER BY 2 DESC, operation
