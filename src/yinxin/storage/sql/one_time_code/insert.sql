-- Writes one request for a code. Rows: none.
-- $1 SHA-256 of the ticket, $2 purpose, $3 subject index, $4 code hash, $5 sealed facts,
-- $6 masked mobile, $7 now, epoch seconds, $8 expires at, epoch seconds
INSERT INTO one_time_code (ticket_hash, purpose, subject_index, code_hash, facts_sealed,
                           mobile_masked, created_at, sent_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)
