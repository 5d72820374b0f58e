-- Its personal data are gone. Rows: none.
-- $1 account id, $2 now, epoch seconds
UPDATE account_closing SET erased_at = $2
WHERE account_id = $1 AND erased_at IS NULL AND closed_at IS NOT NULL AND erase_at <= $2
