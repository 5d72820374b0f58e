-- Which clients follow one copy. Rows: many.
-- $1 holder, $2 line, $3 copy, $4 checked since, epoch seconds
SELECT w.client_id, c.mode, c.scopes, c.webhook_url, w.copy_no
FROM api_watch w JOIN api_client c ON c.client_id = w.client_id
WHERE w.holder_id = $1 AND w.line_id = $2 AND w.copy_id = $3 AND w.checked_at >= $4
  AND c.state = 'active'
ORDER BY w.client_id
