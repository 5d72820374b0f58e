-- The holder takes it back; once. Rows: none.
-- $1 holder, $2 use, $3 now, epoch seconds
UPDATE authorised_use SET withdrawn_at = $3
WHERE holder_id = $1 AND use_id = $2 AND withdrawn_at IS NULL AND ends_at > $3
