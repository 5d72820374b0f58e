-- Makes a single-use link. Rows: none.
-- $1 hash of the token, $2 holder, $3 copy, $4 format, $5 now, $6 expires, epoch seconds
INSERT INTO download_link (token_hash, holder_id, copy_id, format, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6)
