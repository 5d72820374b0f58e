-- Puts an edited article in place, if nobody edited it since. Rows: none.
-- $1 article, $2 the version that was edited, $3 sort key, $4 published on, $5 title in Chinese,
-- $6 in English, $7 body in Chinese, $8 in English, $9 hidden (0 or 1)
UPDATE article SET sort_key = $3, published_on = $4, title_zh = $5, title_en = $6, body_zh = $7,
                   body_en = $8, is_hidden = $9, version = version + 1
WHERE article_id = $1 AND version = $2
