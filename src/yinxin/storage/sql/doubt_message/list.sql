-- The conversation about a doubt, in order. Rows: many.
-- $1 holder, $2 doubt
SELECT seq, kind, author_id, text_sealed, written_at
FROM doubt_message WHERE holder_id = $1 AND doubt_id = $2 ORDER BY seq
