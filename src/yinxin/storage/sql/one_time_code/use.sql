-- A code works once; what it kept is forgotten. Rows: none.
-- $1 SHA-256 of the ticket, $2 now, epoch seconds, $3 what stays of the facts
UPDATE one_time_code SET used_at = $2, facts_sealed = $3
WHERE ticket_hash = $1 AND used_at IS NULL
