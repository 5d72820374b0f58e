-- Attempts to bind it to a person. Rows: none.
-- $1 account id
DELETE FROM binding_attempt WHERE account_id = $1
