-- The passkeys of an account, oldest first. Rows: many.
-- $1 account id
SELECT slot, credential_id, public_key, sign_count, label_sealed, created_at, last_used_at
FROM account_passkey WHERE account_id = $1 ORDER BY created_at, slot
