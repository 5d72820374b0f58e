-- I3: seals whose counter is not the number of uses in the audit (crosses holders; each row: what,
-- and the counter). Rows: many.
SELECT s.seal_id, CAST(s.uses AS TEXT)
FROM seal s
LEFT JOIN (SELECT i.seal_id, COUNT(1) AS n
           FROM audit_event a
           JOIN seal_intent i ON a.object = 'intent:' || CAST(i.intent_id AS TEXT)
           WHERE a.kind = 'seal.used'
           GROUP BY i.seal_id) u ON u.seal_id = s.seal_id
WHERE s.uses <> COALESCE(u.n, 0)
ORDER BY s.seal_id
