-- All ID documents of a person, current ones first. Rows: many.
-- $1 holder id
SELECT document_type, number_masked, state FROM person_document WHERE holder_id = $1
ORDER BY state, seq
