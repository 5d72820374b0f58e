-- All names of a person with their numbers in sequence. Rows: many.
-- $1 holder id
SELECT seq, name_sealed, state FROM person_name WHERE holder_id = $1
ORDER BY seq
