-- Counts one entry before it is compared. Rows: none.
-- $1 SHA-256 of the ticket
UPDATE one_time_code SET attempts = attempts + 1 WHERE ticket_hash = $1
