-- I3: intents that were sealed and neither have their file nor wait for it (crosses holders; each
-- row: what, and nothing). Rows: many.
SELECT CAST(i.intent_id AS TEXT), ''
FROM seal_intent i
JOIN copy k ON k.holder_id = i.holder_id AND k.copy_id = i.copy_id
LEFT JOIN copy_file f ON f.holder_id = i.holder_id AND f.copy_id = i.copy_id
    AND f.intent_id = i.intent_id
WHERE i.state = 'sealed' AND f.copy_id IS NULL AND k.state <> 'pressing'
ORDER BY i.intent_id
