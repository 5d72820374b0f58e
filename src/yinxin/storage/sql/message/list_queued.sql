-- Messages to be sent, oldest first. Rows: many.
-- $1 at most so many
SELECT message_id, name, to_sealed, parameters_sealed, created_at
FROM message WHERE state = 'queued' ORDER BY message_id LIMIT $1
