-- The newest request of a subject, if it can still be used. Rows: optional.
-- $1 subject index, $2 purpose, $3 now, epoch seconds
SELECT ticket_hash, purpose, subject_index, code_hash, facts_sealed, mobile_masked, attempts, sends,
       sent_at, expires_at
FROM one_time_code
WHERE subject_index = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3
ORDER BY created_at DESC, ticket_hash LIMIT 1
