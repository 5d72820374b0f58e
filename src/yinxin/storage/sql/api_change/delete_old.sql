-- Forgets old changes (crosses clients). Rows: none.
-- $1 before, epoch seconds
DELETE FROM api_change WHERE at < $1
