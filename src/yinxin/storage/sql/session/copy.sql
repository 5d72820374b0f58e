-- Gives a session a second row under a new token; the old one is ended next (session.end).
-- Rows: none.
-- $1 SHA-256 of the old token, $2 of the new one
INSERT INTO session (token_hash, account_id, proof, created_at, seen_at, address, device,
                     acting_organisation, acting_purpose_sealed, acting_shown_from, provider,
                     provider_session, device_index, trusted_from, confirmed_at)
SELECT $2, account_id, proof, created_at, seen_at, address, device, acting_organisation,
       acting_purpose_sealed, acting_shown_from, provider, provider_session,
       device_index, trusted_from, confirmed_at
FROM session WHERE token_hash = $1
