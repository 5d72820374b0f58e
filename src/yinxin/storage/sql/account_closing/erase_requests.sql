-- Requests to the office to bind it. Rows: none.
-- $1 account id
DELETE FROM binding_request WHERE account_id = $1
