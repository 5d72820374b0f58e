-- Forgets old calls (crosses clients). Rows: none.
-- $1 made before, epoch seconds
DELETE FROM api_call WHERE at < $1
