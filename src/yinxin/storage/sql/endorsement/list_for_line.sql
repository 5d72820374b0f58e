-- All applications for one certificate line, newest first. Rows: many.
-- $1 holder, $2 line
SELECT endorsement_id, holder_id, line_id, version, slot, applied_at, applied_on, valid_until, days,
       scenario, recipient, repeat_no, state, failure_code, state_at, copy_id
FROM endorsement WHERE holder_id = $1 AND line_id = $2
ORDER BY applied_at DESC, endorsement_id DESC
