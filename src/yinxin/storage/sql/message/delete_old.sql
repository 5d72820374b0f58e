-- Forgets messages of long ago, a piece at a time. Rows: none.
-- $1 created before, epoch seconds, $2 at most so many
DELETE FROM message WHERE message_id IN (
    SELECT message_id FROM message WHERE created_at < $1 AND state <> 'queued'
    ORDER BY created_at, message_id LIMIT $2)
