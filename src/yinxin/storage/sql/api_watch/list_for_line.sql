-- Which clients follow a certificate, by itself or by a copy of it. Rows: many.
-- $1 holder, $2 line, $3 checked since, epoch seconds
SELECT w.client_id, c.mode, c.scopes, c.webhook_url
FROM api_watch w JOIN api_client c ON c.client_id = w.client_id
WHERE w.holder_id = $1 AND w.line_id = $2 AND w.checked_at >= $3 AND c.state = 'active'
GROUP BY w.client_id, c.mode, c.scopes, c.webhook_url ORDER BY w.client_id
