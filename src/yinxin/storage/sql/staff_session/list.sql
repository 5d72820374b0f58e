-- Living sessions of somebody, newest first. Rows: many.
-- $1 staff id, $2 created after, $3 seen after, epoch seconds
SELECT token_hash, created_at, seen_at, address, device
FROM staff_session
WHERE staff_id = $1 AND created_at > $2 AND seen_at > $3
ORDER BY created_at DESC, token_hash
