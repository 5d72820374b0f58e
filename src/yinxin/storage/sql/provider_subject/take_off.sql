-- Takes the account of a provider off; says under what it was found. Rows: optional.
-- $1 account id, $2 issuer
DELETE FROM account_provider WHERE account_id = $1 AND issuer = $2
RETURNING subject_index
