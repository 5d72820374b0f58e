-- The newest messages, for the demonstration. Rows: many.
-- $1 at most so many
SELECT message_id, name, to_sealed, parameters_sealed, created_at
FROM message WHERE state = 'sent' ORDER BY message_id DESC LIMIT $1
