-- Keeps the state an article has now. Rows: none.
-- $1 article, $2 staff id, $3 at, epoch seconds
INSERT INTO article_version (article_id, version, sort_key, published_on, title_zh, title_en, body_zh,
                             body_en, is_hidden, edited_by, edited_at)
SELECT article_id, version, sort_key, published_on, title_zh, title_en, body_zh, body_en, is_hidden,
       $2, $3
FROM article WHERE article_id = $1
ON CONFLICT DO NOTHING
