-- Asks the office to confirm a person; one open request is enough. Rows: none.
-- $1 account id, $2 request id, $3 reason, $4 at, epoch seconds
INSERT INTO binding_request (account_id, request_id, reason, state, created_at)
VALUES ($1, $2, $3, 'open', $4)
ON CONFLICT (account_id) WHERE state = 'open' DO NOTHING
