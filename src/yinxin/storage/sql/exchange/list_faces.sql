-- The sealed files of a copy with what was planned before each was sealed, the PDF first. Rows: many.
-- $1 holder, $2 copy
SELECT f.format, f.sha256, f.sm3, f.size, f.seal_id, f.key_name, f.profile, f.has_blob, f.sealed_at,
       f.intent_id, i.digest, i.planned_at
FROM copy_file f
LEFT JOIN seal_intent i ON i.holder_id = f.holder_id AND i.intent_id = f.intent_id
WHERE f.holder_id = $1 AND f.copy_id = $2 ORDER BY f.format DESC
