-- How many accepted doubts have no correction on its way yet (crosses holders). Rows: one.
-- $1 issuer id, '' for all
SELECT COUNT(d.doubt_id)
FROM doubt_case d
WHERE d.settled_at IS NULL AND ($1 = '' OR d.issuer_id = $1) AND d.state = 'accepted'
  AND NOT EXISTS (SELECT 1 FROM proposal p
                  WHERE p.object = 'line:' || d.holder_id || '-' || d.line_id
                    AND p.kind = 'correct_certificate' AND p.state IN ('open', 'approved'))
