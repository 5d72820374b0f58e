-- Accounts that asked for something that is not told by default, page by page (crosses accounts).
-- Rows: many.
-- $1 event, $2 after this account, $3 at most so many
SELECT account_id FROM notification_choice
WHERE event = $1 AND (is_on = 1 OR by_mail = 1) AND account_id > $2 ORDER BY account_id LIMIT $3
