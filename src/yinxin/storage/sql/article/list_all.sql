-- Articles of one kind for the editor, those to come and hidden ones too. Rows: many.
-- $1 kind
SELECT article_id, kind, sort_key, published_on, title_zh, title_en, body_zh, body_en, version,
       is_hidden
FROM article WHERE kind = $1 ORDER BY sort_key, published_on DESC, article_id
