-- The newest messages whose text is still there, for the demonstration. Rows: many.
-- $1 at most so many
SELECT message_id, name, language, to_sealed, parameters_sealed, created_at
FROM message WHERE LENGTH(to_sealed) > 0 ORDER BY message_id DESC LIMIT $1
