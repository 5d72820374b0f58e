-- The first number of a client's feed that is still kept. Rows: optional.
-- $1 client
SELECT number FROM api_change WHERE client_id = $1 ORDER BY number LIMIT 1
