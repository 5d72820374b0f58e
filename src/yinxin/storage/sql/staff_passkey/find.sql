-- A passkey of somebody. Rows: optional.
-- $1 credential id, $2 staff id
SELECT credential_id, public_key, sign_count, label, created_at, last_used_at
FROM staff_passkey WHERE credential_id = $1 AND staff_id = $2
