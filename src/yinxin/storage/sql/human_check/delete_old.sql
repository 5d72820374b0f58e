-- Forgets used human checks that have expired. Rows: none.
-- $1 now, epoch seconds
DELETE FROM used_human_check WHERE expires_at <= $1
