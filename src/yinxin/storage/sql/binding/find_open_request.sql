-- The account's open request to the office. Rows: optional.
-- $1 account id
SELECT request_id FROM binding_request WHERE account_id = $1 AND state = 'open'
