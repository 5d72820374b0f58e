-- Writes one name of a person. Rows: none.
-- $1 holder id, $2 number in sequence, $3 sealed name, $4 state, $5 changed at, epoch seconds
INSERT INTO person_name (holder_id, seq, name_sealed, state, changed_at)
VALUES ($1, $2, $3, $4, $5)
