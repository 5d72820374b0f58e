-- A page of the directory: versions of certificates that anybody may be told of, in the order of
-- their keys (crosses holders). The certificates lead, whatever else the engine would like: the page
-- then costs what it shows. Rows: many.
-- $1 after this holder, $2 line and $3 version of it, $4 changed at or after, epoch seconds, 0 for
-- all, $5 at most so many
SELECT c.holder_id, c.line_id, c.version, l.current_version, c.status, c.status_reason, c.status_at,
       c.batch_id, b.state, b.released_at, c.policy_id, c.face_sealed, c.face_signature,
       CASE WHEN c.status = 'valid'
            THEN (SELECT COUNT(r.change_id) FROM certificate_change r
                  WHERE r.holder_id = c.holder_id AND r.line_id = c.line_id
                    AND r.version = c.version AND r.at = c.status_at AND r.former = 'suspended')
            ELSE 0 END,
       CASE WHEN b.changed_at > c.status_at THEN b.changed_at ELSE c.status_at END
FROM certificate c
CROSS JOIN certificate_line l
CROSS JOIN batch b
WHERE (c.holder_id, c.line_id, c.version) > ($1, $2, $3)
  AND l.holder_id = c.holder_id AND l.line_id = c.line_id AND b.batch_id = c.batch_id
  AND b.released_at IS NOT NULL AND b.state IN ('released', 'recalled', 'stopped')
  AND (c.created_at >= $4 OR c.status_at >= $4 OR b.changed_at >= $4)
ORDER BY c.holder_id, c.line_id, c.version LIMIT $5
