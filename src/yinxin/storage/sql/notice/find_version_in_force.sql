-- The number of the version in force, without its text. Rows: optional.
-- $1 notice id, $2 now, epoch seconds
SELECT version FROM notice WHERE notice_id = $1 AND effective_at <= $2
ORDER BY version DESC LIMIT 1
