-- Sets where a client is notified, with a new secret; the one before still signs for a while.
-- Rows: none.
-- $1 client, $2 URL, $3 sealed secret, $4 the former one signs until, epoch seconds
UPDATE api_client SET webhook_former_sealed = webhook_secret_sealed, webhook_former_until = $4,
                      webhook_url = $2, webhook_secret_sealed = $3
WHERE client_id = $1
