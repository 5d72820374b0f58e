-- Forgets old attempts (crosses clients). Rows: none.
-- $1 before, epoch seconds
DELETE FROM webhook_attempt WHERE at < $1
