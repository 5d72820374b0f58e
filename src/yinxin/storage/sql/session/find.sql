-- A session, and for whom it acts. Rows: optional.
-- $1 SHA-256 of the token
SELECT account_id, proof, created_at, seen_at, acting_organisation, acting_purpose_sealed,
       acting_shown_from, provider, trusted_from, confirmed_at
FROM session WHERE token_hash = $1
