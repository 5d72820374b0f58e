-- The newest version of a reference text in force. Rows: optional.
-- $1 name, $2 now, epoch seconds
SELECT name, version, body, effective_at FROM reference_text
WHERE name = $1 AND effective_at <= $2 ORDER BY version DESC LIMIT 1
