-- One application. Rows: optional.
-- $1 holder, $2 endorsement
SELECT endorsement_id, holder_id, line_id, version, slot, applied_at, applied_on, valid_until, days,
       scenario, recipient, repeat_no, state, failure_code, state_at, copy_id
FROM endorsement WHERE holder_id = $1 AND endorsement_id = $2
