-- I1: applications in a slot that their policy does not have (crosses holders; each row: what, and
-- the slot). Rows: many.
SELECT CAST(e.endorsement_id AS TEXT), CAST(e.slot AS TEXT)
FROM endorsement e
JOIN certificate c ON c.holder_id = e.holder_id AND c.line_id = e.line_id AND c.version = e.version
JOIN policy p ON p.policy_id = c.policy_id
WHERE e.slot > p.quota AND e.state NOT IN ('failed', 'ended_by_office')
ORDER BY e.endorsement_id
