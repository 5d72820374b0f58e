-- The copy of a certificate version that needs no endorsement. Rows: optional.
-- $1 holder, $2 line, $3 version
SELECT copy_id, state FROM copy
WHERE holder_id = $1 AND line_id = $2 AND version = $3 AND endorsement_id IS NULL
  AND state <> 'failed'
