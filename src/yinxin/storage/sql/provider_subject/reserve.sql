-- Links somebody of a provider to an account; no row: to one already. Rows: optional.
-- $1 index of issuer and subject, $2 account id
INSERT INTO lookup_provider_subject (subject_index, account_id)
VALUES ($1, $2) ON CONFLICT (subject_index) DO NOTHING
RETURNING account_id
