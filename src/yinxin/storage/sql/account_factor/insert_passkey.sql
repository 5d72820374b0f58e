-- Keeps a passkey; no row is added where the slot is taken or the passkey known. Rows: none.
-- $1 account id, $2 slot, $3 credential id, $4 SubjectPublicKeyInfo, $5 sign counter,
-- $6 sealed name, $7 now, epoch seconds
INSERT INTO account_passkey (account_id, slot, credential_id, public_key, sign_count, label_sealed,
                             created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING
