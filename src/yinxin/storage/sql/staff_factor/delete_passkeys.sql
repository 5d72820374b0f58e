-- Forgets all passkeys of somebody. Rows: none.
-- $1 staff id
DELETE FROM staff_passkey WHERE staff_id = $1
