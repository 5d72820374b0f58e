-- Somebody of the office takes a doubt, or takes it over. Rows: none.
-- $1 doubt, $2 staff, $3 now, epoch seconds
UPDATE doubt_case SET state = 'taken', taken_by = $2, taken_at = $3
WHERE doubt_id = $1 AND state IN ('open', 'taken')
