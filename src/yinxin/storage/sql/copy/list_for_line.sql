-- All copies of one certificate with their endorsements, newest first. Rows: many.
-- $1 holder, $2 line
SELECT c.holder_id, c.copy_id, c.copy_no, c.copy_code, c.token, c.line_id, c.version, c.state,
       c.created_at, c.released_at, e.endorsement_id, e.applied_at, e.valid_until, e.days,
       e.scenario, e.recipient, e.state, e.failure_code
FROM copy c
LEFT JOIN endorsement e ON e.holder_id = c.holder_id AND e.endorsement_id = c.endorsement_id
WHERE c.holder_id = $1 AND c.line_id = $2
ORDER BY c.created_at DESC, c.copy_id DESC
