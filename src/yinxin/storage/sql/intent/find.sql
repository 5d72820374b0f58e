-- One intent with the facts the seal desk checks for itself. Rows: optional.
-- $1 holder, $2 intent
SELECT i.copy_id, i.format, i.seal_id, i.line_id, i.version, i.valid_until, i.digest, i.state,
       k.state, k.version, l.current_version, c.status, b.state, c.policy_id, e.state, e.version,
       e.applied_at, e.valid_until, e.days, e.slot, i.trace
FROM seal_intent i
JOIN copy k ON k.holder_id = i.holder_id AND k.copy_id = i.copy_id
JOIN certificate c ON c.holder_id = i.holder_id AND c.line_id = i.line_id AND c.version = i.version
JOIN certificate_line l ON l.holder_id = i.holder_id AND l.line_id = i.line_id
JOIN batch b ON b.batch_id = c.batch_id
LEFT JOIN endorsement e ON e.holder_id = k.holder_id AND e.endorsement_id = k.endorsement_id
WHERE i.holder_id = $1 AND i.intent_id = $2
