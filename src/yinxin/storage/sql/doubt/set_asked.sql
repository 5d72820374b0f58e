-- The holder was asked: the clock stands. Rows: none.
-- $1 doubt, $2 now, epoch seconds
UPDATE doubt_case SET asked_at = $2 WHERE doubt_id = $1 AND state = 'taken'
