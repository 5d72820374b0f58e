-- One link. Rows: optional.
-- $1 hash of the token
SELECT holder_id, copy_id, format, expires_at, used_at FROM download_link WHERE token_hash = $1
