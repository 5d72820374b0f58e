-- The number of the newest version in force. Rows: optional.
-- $1 name, $2 now, epoch seconds
SELECT version FROM reference_text WHERE name = $1 AND effective_at <= $2
ORDER BY version DESC LIMIT 1
