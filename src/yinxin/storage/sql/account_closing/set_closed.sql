-- Nobody logs in to it any more. Rows: none.
-- $1 account id, $2 now, epoch seconds
UPDATE account_closing SET closed_at = $2
WHERE account_id = $1 AND closed_at IS NULL AND closes_at <= $2
