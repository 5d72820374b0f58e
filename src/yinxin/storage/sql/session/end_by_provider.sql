-- Ends the sessions of an account that a provider opened, but one. Rows: none.
-- $1 account id, $2 provider, $3 SHA-256 of the token that stays, or NULL
DELETE FROM session
WHERE account_id = $1 AND provider = $2 AND token_hash IS DISTINCT FROM $3
