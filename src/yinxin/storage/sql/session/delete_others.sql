-- Ends every session of an account but one. Rows: none.
-- $1 account id, $2 SHA-256 of the token that stays
DELETE FROM session WHERE account_id = $1 AND token_hash <> $2
