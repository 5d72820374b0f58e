-- All ID documents of a person, current ones first, the last entered before the others. Rows: many.
-- $1 holder id
SELECT seq, document_type, number_sealed, state, changed_at FROM person_document
WHERE holder_id = $1
ORDER BY state, seq DESC
