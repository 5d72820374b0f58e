-- Makes one ID document of a person current or former. Rows: none.
-- $1 holder id, $2 number in sequence, $3 state, $4 changed at, epoch seconds
UPDATE person_document SET state = $3, changed_at = $4 WHERE holder_id = $1 AND seq = $2
