-- The office's answer: accepted or refused. Rows: none.
-- $1 doubt, $2 state, $3 staff, $4 now, epoch seconds, $5 settled at, epoch seconds, or NULL
UPDATE doubt_case
SET state = $2, answered_at = $4, settled_at = $5, asked_at = NULL, taken_by = $3
WHERE doubt_id = $1 AND (state = 'taken' OR (state = 'accepted' AND $2 = 'refused'))
