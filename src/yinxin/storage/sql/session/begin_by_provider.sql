-- Begins a session that a provider opened. Rows: none.
-- $1 SHA-256 of the token, $2 account id, $3 now, epoch seconds, $4 address, $5 device,
-- $6 provider, $7 index of the provider's own session, or NULL
INSERT INTO session (token_hash, account_id, proof, created_at, seen_at, address, device, provider,
                     provider_session)
VALUES ($1, $2, 'password', $3, $3, $4, $5, $6, $7)
