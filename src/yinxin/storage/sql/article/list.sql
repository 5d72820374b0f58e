-- Articles of one kind that are out, in the order of the page. Rows: many.
-- $1 kind, $2 today, YYYY-MM-DD
SELECT article_id, kind, sort_key, published_on, title_zh, title_en, body_zh, body_en, version,
       is_hidden
FROM article
WHERE kind = $1 AND published_on <= $2 AND is_hidden = 0
ORDER BY sort_key, published_on DESC, article_id
