-- The account that somebody of a provider opens. Rows: optional.
-- $1 index of issuer and subject
SELECT account_id FROM lookup_provider_subject WHERE subject_index = $1
