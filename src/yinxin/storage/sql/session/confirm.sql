-- Whoever sits there has just proved once more who it is: the device is no longer new. Rows: none.
-- $1 SHA-256 of the token, $2 now, epoch seconds
UPDATE session
SET confirmed_at = $2,
    trusted_from = CASE WHEN trusted_from > $2 THEN $2 ELSE trusted_from END
WHERE token_hash = $1
