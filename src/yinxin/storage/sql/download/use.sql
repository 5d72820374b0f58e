-- Uses a link up. Rows: none.
-- $1 hash of the token, $2 now, epoch seconds
UPDATE download_link SET used_at = $2
WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
