-- A newer request replaces those before. Rows: none.
-- $1 subject index, $2 purpose, $3 now, epoch seconds
UPDATE one_time_code SET used_at = $3
WHERE subject_index = $1 AND purpose = $2 AND used_at IS NULL
