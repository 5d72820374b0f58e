-- Nobody needs the request any more. Rows: none.
-- $1 case, $2 now, epoch seconds
UPDATE identity_case SET state = 'withdrawn', settled_at = $2
WHERE case_id = $1 AND settled_at IS NULL
