-- Keeps one attempt. Rows: none.
-- $1 client, $2 delivery, $3 attempt, $4 at, epoch seconds, $5 HTTP status, 0: none came, $6 what
-- failed or empty, $7 milliseconds
INSERT INTO webhook_attempt (client_id, delivery_id, attempt, at, status, failure, took_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
