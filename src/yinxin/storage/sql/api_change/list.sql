-- The feed of a client behind a number, in order. Rows: many.
-- $1 client, $2 number, $3 at most so many
SELECT number, body FROM api_change WHERE client_id = $1 AND number > $2 ORDER BY number LIMIT $3
