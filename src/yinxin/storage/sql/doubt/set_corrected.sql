-- The correction of an accepted doubt took effect. Rows: none.
-- $1 holder, $2 doubt, $3 now, epoch seconds
UPDATE doubt_case SET state = 'corrected', settled_at = $3
WHERE doubt_id = $2 AND holder_id = $1 AND state = 'accepted'
