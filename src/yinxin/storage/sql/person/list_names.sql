-- All names of a person, the current one first. Rows: many.
-- $1 holder id
SELECT name_sealed, state, changed_at FROM person_name WHERE holder_id = $1
ORDER BY state, seq DESC
