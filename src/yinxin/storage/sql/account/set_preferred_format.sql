-- Remembers the kind of file an account fetched. Rows: none.
-- $1 account, $2 format
UPDATE account SET preferred_format = $2 WHERE account_id = $1 AND preferred_format <> $2
