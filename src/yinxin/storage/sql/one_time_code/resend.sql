-- Another code for the same request. Rows: none.
-- $1 SHA-256 of the ticket, $2 code hash, $3 now, epoch seconds, $4 expires at, epoch seconds
UPDATE one_time_code SET code_hash = $2, attempts = 0, sends = sends + 1, sent_at = $3,
                         expires_at = $4
WHERE ticket_hash = $1
