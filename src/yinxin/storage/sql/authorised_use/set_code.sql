-- Another code in place of one that was lost, while nobody has used it. Rows: none.
-- $1 holder, $2 use, $3 keyed hash of the code, $4 now, epoch seconds
UPDATE authorised_use SET code_hash = $3
WHERE holder_id = $1 AND use_id = $2 AND redeemed_at IS NULL AND withdrawn_at IS NULL
  AND ends_at > $4
