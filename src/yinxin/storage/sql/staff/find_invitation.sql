-- An invitation that is still good. Rows: optional.
-- $1 hash of its code, $2 now, epoch seconds
SELECT staff_id, kind, secret_sealed, expires_at FROM staff_invitation
WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2
