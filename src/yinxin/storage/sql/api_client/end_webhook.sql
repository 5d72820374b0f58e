-- Ends the notifications of a client. Rows: none.
-- $1 client
UPDATE api_client SET webhook_url = '', webhook_secret_sealed = NULL,
                      webhook_former_sealed = NULL, webhook_former_until = 0
WHERE client_id = $1
