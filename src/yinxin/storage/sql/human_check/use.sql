-- Uses up a human check; changes nothing if it was used before. Rows: none.
-- $1 SHA-256 of the challenge, $2 expires at, epoch seconds
INSERT INTO used_human_check (challenge_hash, expires_at) VALUES ($1, $2)
ON CONFLICT (challenge_hash) DO NOTHING
