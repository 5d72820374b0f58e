-- Makes one name of a person the current one, or a former one. Rows: none.
-- $1 holder id, $2 number in sequence, $3 state, $4 changed at, epoch seconds
UPDATE person_name SET state = $3, changed_at = $4 WHERE holder_id = $1 AND seq = $2
