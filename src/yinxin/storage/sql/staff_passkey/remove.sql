-- Forgets a passkey of somebody. Rows: none.
-- $1 credential id, $2 staff id
DELETE FROM staff_passkey WHERE credential_id = $1 AND staff_id = $2
