-- Ends the sessions of an account that a provider opened. Rows: none.
-- $1 account id, $2 provider
DELETE FROM session WHERE account_id = $1 AND provider = $2
