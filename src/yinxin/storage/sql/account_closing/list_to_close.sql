-- Accounts whose time to think is over. Rows: many.
-- $1 now, epoch seconds, $2 at most
SELECT account_id FROM account_closing WHERE closed_at IS NULL AND closes_at <= $1
ORDER BY closes_at, account_id LIMIT $2
