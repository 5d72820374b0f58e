-- Begins a session. Rows: none.
-- $1 SHA-256 of the token, $2 account id, $3 proof, $4 now, epoch seconds, $5 address, $6 device
INSERT INTO session (token_hash, account_id, proof, created_at, seen_at, address, device)
VALUES ($1, $2, $3, $4, $4, $5, $6)
