-- Living sessions of an account, newest first. Rows: many.
-- $1 account id, $2 created after, epoch seconds, $3 seen after, epoch seconds
SELECT token_hash, created_at, seen_at, device, address, trusted_from
FROM session
WHERE account_id = $1 AND created_at > $2 AND seen_at > $3
ORDER BY created_at DESC, token_hash
