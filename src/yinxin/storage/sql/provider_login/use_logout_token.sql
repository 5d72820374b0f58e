-- Uses a logout token up; no row: it was used before. Rows: optional.
-- $1 SHA-256 of issuer and token id, $2 expires at, epoch seconds
INSERT INTO used_logout_token (token_hash, expires_at)
VALUES ($1, $2) ON CONFLICT (token_hash) DO NOTHING
RETURNING expires_at
