-- Enters one sealed file into the register; it may go when its copy's endorsement ends. Rows: none.
-- $1 holder, $2 copy, $3 format, $4 SHA-256, $5 SM3, $6 size in bytes, $7 seal, $8 key name,
-- $9 profile, $10 intent, $11 sealed at, epoch seconds
INSERT INTO copy_file (holder_id, copy_id, format, sha256, sm3, size, seal_id, key_name, profile,
                       intent_id, has_blob, sealed_at, ends_at)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, e.valid_until
FROM copy c
LEFT JOIN endorsement e ON e.holder_id = c.holder_id AND e.endorsement_id = c.endorsement_id
WHERE c.holder_id = $1 AND c.copy_id = $2
