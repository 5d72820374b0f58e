-- One article. Rows: optional.
-- $1 article
SELECT article_id, kind, sort_key, published_on, title_zh, title_en, body_zh, body_en, version,
       is_hidden
FROM article WHERE article_id = $1
