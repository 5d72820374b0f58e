-- Enters one sealed file into the register. Rows: none.
-- $1 holder, $2 copy, $3 format, $4 SHA-256, $5 size in bytes, $6 seal, $7 key name, $8 profile,
-- $9 intent, $10 sealed at, epoch seconds
INSERT INTO copy_file (holder_id, copy_id, format, sha256, size, seal_id, key_name, profile,
                       intent_id, has_blob, sealed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10)
