-- Keeps a choice. Rows: none.
-- $1 account, $2 event, $3 flag, $4 now, epoch seconds
INSERT INTO notification_choice (account_id, event, is_on, changed_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, event) DO UPDATE SET is_on = excluded.is_on, changed_at = excluded.changed_at
