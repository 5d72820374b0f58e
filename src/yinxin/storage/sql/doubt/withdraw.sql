-- The holder withdraws a doubt that was not answered. Rows: none.
-- $1 holder, $2 doubt, $3 now, epoch seconds
UPDATE doubt_case SET state = 'withdrawn', settled_at = $3, asked_at = NULL
WHERE doubt_id = $2 AND holder_id = $1 AND state IN ('open', 'taken')
