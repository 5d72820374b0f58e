-- Closed accounts whose personal data are to go. Rows: many.
-- $1 now, epoch seconds, $2 at most
SELECT account_id FROM account_closing
WHERE erased_at IS NULL AND erase_at <= $1 AND closed_at IS NOT NULL
ORDER BY erase_at, account_id LIMIT $2
