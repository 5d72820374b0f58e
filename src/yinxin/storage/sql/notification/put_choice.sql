-- Keeps a choice. Rows: none.
-- $1 account, $2 event, $3 flag: by text message, $4 flag: by mail, $5 now, epoch seconds
INSERT INTO notification_choice (account_id, event, is_on, by_mail, changed_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, event) DO UPDATE SET is_on = excluded.is_on, by_mail = excluded.by_mail,
    changed_at = excluded.changed_at
