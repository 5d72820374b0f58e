-- Ends a binding; it stays as history. Rows: none.
-- $1 account, $2 holder, $3 at, epoch seconds
UPDATE account_holder SET ended_at = $3
WHERE account_id = $1 AND holder_id = $2 AND ended_at IS NULL
