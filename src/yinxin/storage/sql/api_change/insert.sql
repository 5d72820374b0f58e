-- Appends to the feed of a client. Rows: none.
-- $1 client, $2 number, $3 at, epoch seconds, $4 body
INSERT INTO api_change (client_id, number, at, body) VALUES ($1, $2, $3, $4)
