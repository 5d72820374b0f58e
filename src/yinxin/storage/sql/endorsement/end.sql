-- Ends an application that is pending or ready. Rows: none.
-- $1 holder, $2 endorsement, $3 new state, $4 reason code, $5 now, epoch seconds, $6 state it must
-- have
UPDATE endorsement SET state = $3, failure_code = $4, state_at = $5
WHERE holder_id = $1 AND endorsement_id = $2 AND state = $6
