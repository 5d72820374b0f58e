-- Keeps a passkey. Rows: none.
-- $1 credential id, $2 staff id, $3 SubjectPublicKeyInfo, $4 sign counter, $5 label, $6 now, epoch
-- seconds
INSERT INTO staff_passkey (credential_id, staff_id, public_key, sign_count, label, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (credential_id) DO NOTHING
