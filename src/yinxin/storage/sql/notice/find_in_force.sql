-- The version in force: the highest whose time has come. Rows: optional.
-- $1 notice id, $2 now, epoch seconds
SELECT version, effective_at, title_zh, title_en, body_zh, body_en
FROM notice WHERE notice_id = $1 AND effective_at <= $2 ORDER BY version DESC LIMIT 1
