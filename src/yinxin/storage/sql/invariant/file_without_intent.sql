-- I3: files whose intent is not there as sealed; those of a demonstration that were never pressed
-- name none (crosses holders; each row: what, and its format). Rows: many.
SELECT CAST(f.copy_id AS TEXT), f.format
FROM copy_file f
LEFT JOIN seal_intent i ON i.holder_id = f.holder_id AND i.intent_id = f.intent_id
    AND i.copy_id = f.copy_id AND i.format = f.format AND i.state = 'sealed'
WHERE f.intent_id <> 0 AND i.intent_id IS NULL
ORDER BY f.copy_id, f.format
