-- All applications of one person, newest first. Rows: many.
-- $1 holder
SELECT endorsement_id, holder_id, line_id, version, slot, applied_at, applied_on, valid_until, days,
       scenario, recipient, repeat_no, state, failure_code, state_at, copy_id
FROM endorsement WHERE holder_id = $1
ORDER BY applied_at DESC, endorsement_id DESC
