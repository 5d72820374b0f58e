-- Forgets answers whose time is over (crosses clients). Rows: none.
-- $1 now, epoch seconds
DELETE FROM api_answer WHERE expires_at <= $1
