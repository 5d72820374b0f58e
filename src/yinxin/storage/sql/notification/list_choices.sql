-- What an account has chosen. Rows: many.
-- $1 account
SELECT event, is_on, by_mail FROM notification_choice WHERE account_id = $1 ORDER BY event
