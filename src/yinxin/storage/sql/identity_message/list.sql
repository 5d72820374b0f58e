-- Everything that was said about a request, in order. Rows: many.
-- $1 case
SELECT seq, kind, author_id, text_sealed, written_at FROM identity_message
WHERE case_id = $1 ORDER BY seq
