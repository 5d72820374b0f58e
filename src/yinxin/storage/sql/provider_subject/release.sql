-- Nobody of a provider is found under this any more. Rows: none.
-- $1 index of issuer and subject, $2 account id
DELETE FROM lookup_provider_subject WHERE subject_index = $1 AND account_id = $2
