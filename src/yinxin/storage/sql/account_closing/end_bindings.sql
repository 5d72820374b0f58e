-- Ends every binding; they stay as history. Rows: none.
-- $1 account id, $2 now, epoch seconds
UPDATE account_holder SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL
