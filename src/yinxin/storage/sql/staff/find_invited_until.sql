-- Until when somebody's invitation is good. Rows: optional.
-- $1 staff id, $2 now, epoch seconds
SELECT expires_at FROM staff_invitation
WHERE staff_id = $1 AND used_at IS NULL AND expires_at > $2
ORDER BY expires_at DESC LIMIT 1
