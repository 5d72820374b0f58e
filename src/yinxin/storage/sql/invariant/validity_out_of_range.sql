-- I2: applications under one policy whose validity is empty or longer than the policy ever allowed
-- (crosses holders; each row: what, and its seconds). Rows: many.
-- $1 policy, $2 the most days it ever allowed
SELECT CAST(e.endorsement_id AS TEXT), CAST(e.valid_until - e.applied_at AS TEXT)
FROM endorsement e
JOIN certificate c ON c.holder_id = e.holder_id AND c.line_id = e.line_id AND c.version = e.version
WHERE c.policy_id = $1
  AND (e.valid_until <= e.applied_at OR e.days > $2
       OR e.valid_until - e.applied_at > CAST($2 AS BIGINT) * 86400)
ORDER BY e.endorsement_id
