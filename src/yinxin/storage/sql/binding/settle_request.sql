-- The account's open request to the office has ended. Rows: none.
-- $1 account id, $2 'accepted' or 'refused'
UPDATE binding_request SET state = $2 WHERE account_id = $1 AND state = 'open'
