-- Accounts that were given up for this one. Rows: many.
-- $1 account that is kept
SELECT account_id FROM account_merge WHERE kept_id = $1 ORDER BY merged_at, account_id
