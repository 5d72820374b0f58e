-- Keeps the key of somebody's signed requests. Rows: none.
-- $1 key id, $2 staff id, $3 SubjectPublicKeyInfo, $4 label, $5 now, $6 expires at, epoch seconds
INSERT INTO staff_key (key_id, staff_id, public_key, label, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (key_id) DO NOTHING
