-- The passkeys of somebody, oldest first. Rows: many.
-- $1 staff id
SELECT credential_id, public_key, sign_count, label, created_at, last_used_at
FROM staff_passkey WHERE staff_id = $1 ORDER BY created_at, credential_id
