-- Every version of a notice, the newest first. Rows: many.
-- $1 notice id
SELECT version, effective_at, title_zh, title_en, body_zh, body_en
FROM notice WHERE notice_id = $1 ORDER BY version DESC
