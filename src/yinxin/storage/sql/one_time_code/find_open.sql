-- A request that can still be used, for one purpose. Rows: optional.
-- $1 SHA-256 of the ticket, $2 purpose, $3 now, epoch seconds
SELECT ticket_hash, purpose, subject_index, code_hash, facts_sealed, mobile_masked, attempts, sends,
       sent_at, expires_at
FROM one_time_code
WHERE ticket_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3
