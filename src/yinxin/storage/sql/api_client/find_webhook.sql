-- Where a client is notified and what signs it. Rows: optional.
-- $1 client, $2 now, epoch seconds
SELECT webhook_url, webhook_secret_sealed,
       CASE WHEN webhook_former_until > $2 THEN webhook_former_sealed END
FROM api_client WHERE client_id = $1 AND state = 'active' AND webhook_url <> ''
