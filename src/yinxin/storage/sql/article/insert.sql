-- Publishes one article. Rows: none.
-- $1 article, $2 kind, $3 sort key, $4 published on, $5 title in Chinese, $6 in English,
-- $7 body in Chinese, $8 in English, $9 hidden (0 or 1)
INSERT INTO article (article_id, kind, sort_key, published_on, title_zh, title_en, body_zh, body_en,
                     is_hidden)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
