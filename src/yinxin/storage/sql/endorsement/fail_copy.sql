-- Gives up the pending application of a copy; its slot is free again. Rows: none.
-- $1 holder, $2 copy, $3 reason, $4 now, epoch seconds
UPDATE endorsement SET state = 'failed', failure_code = $3, state_at = $4
WHERE holder_id = $1 AND copy_id = $2 AND state = 'pending'
