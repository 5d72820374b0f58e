-- Every kept state of an article, the newest first. Rows: many.
-- $1 article
SELECT version, sort_key, published_on, title_zh, title_en, body_zh, body_en, is_hidden, edited_by,
       edited_at
FROM article_version WHERE article_id = $1 ORDER BY version DESC
