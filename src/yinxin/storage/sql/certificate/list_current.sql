-- The current version of every certificate of a person, newest approval first. Rows: many.
-- $1 holder
SELECT c.holder_id, c.line_id, c.version, l.current_version, c.status, c.status_reason, c.status_at,
       c.batch_id, b.state, b.released_at, c.policy_id, c.face_sealed, c.face_signature
FROM certificate c
JOIN certificate_line l ON l.holder_id = c.holder_id AND l.line_id = c.line_id
JOIN batch b ON b.batch_id = c.batch_id
WHERE c.holder_id = $1 AND c.version = l.current_version
ORDER BY c.approved_on DESC, c.line_id
