-- The same on the account's side; no row: the account has one of this provider already.
-- Rows: optional.
-- $1 account id, $2 issuer, $3 index of issuer and subject, $4 now, epoch seconds
INSERT INTO account_provider (account_id, issuer, subject_index, linked_at)
VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, issuer) DO NOTHING
RETURNING account_id
