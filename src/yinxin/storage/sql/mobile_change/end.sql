-- A change of mobile has come to its end. Rows: none.
-- $1 change, $2 'applied', 'objected' or 'replaced', $3 now, epoch seconds
UPDATE mobile_change SET state = $2, ended_at = $3 WHERE change_id = $1 AND state = 'waiting'
