-- Applications that hold a slot their policy does not have, for a check of the whole register
-- (crosses holders). Rows: many.
SELECT e.holder_id, e.endorsement_id, e.slot, p.quota
FROM endorsement e
JOIN certificate c ON c.holder_id = e.holder_id AND c.line_id = e.line_id AND c.version = e.version
JOIN policy p ON p.policy_id = c.policy_id
WHERE e.slot > p.quota AND e.state NOT IN ('failed', 'ended_by_office')
ORDER BY e.endorsement_id
