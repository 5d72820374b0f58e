-- The holder replied: the clock runs again. Rows: none.
-- $1 doubt, $2 last day for an answer from now on
UPDATE doubt_case SET asked_at = NULL, due_on = $2
WHERE doubt_id = $1 AND state = 'taken' AND asked_at IS NOT NULL
