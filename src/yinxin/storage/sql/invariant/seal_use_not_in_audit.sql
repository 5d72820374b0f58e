-- I3: sealed intents without exactly one event of the audit (crosses holders; each row: what, and
-- how many events). Rows: many.
SELECT CAST(i.intent_id AS TEXT), CAST(COUNT(a.event_id) AS TEXT)
FROM seal_intent i
LEFT JOIN audit_event a ON a.object = 'intent:' || CAST(i.intent_id AS TEXT)
    AND a.kind = 'seal.used'
WHERE i.state = 'sealed'
GROUP BY i.holder_id, i.intent_id
HAVING COUNT(a.event_id) <> 1
ORDER BY i.intent_id
