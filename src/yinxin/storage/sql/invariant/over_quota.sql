-- I1: applications on whose day more of one certificate line weigh than its policy allows (crosses
-- holders; each row: what, and how many weigh). Rows: many.
SELECT CAST(e.endorsement_id AS TEXT), CAST(COUNT(1) AS TEXT)
FROM endorsement e
JOIN certificate c ON c.holder_id = e.holder_id AND c.line_id = e.line_id AND c.version = e.version
JOIN policy p ON p.policy_id = c.policy_id
JOIN endorsement x ON x.holder_id = e.holder_id AND x.line_id = e.line_id
    AND x.state NOT IN ('failed', 'ended_by_office')
    AND x.applied_on <= e.applied_on AND e.applied_on < x.window_ends_on
WHERE e.state NOT IN ('failed', 'ended_by_office')
GROUP BY e.holder_id, e.endorsement_id, p.quota
HAVING COUNT(1) > p.quota
ORDER BY e.endorsement_id
