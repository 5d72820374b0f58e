-- Forgets devices nobody has come by for long. Rows: none.
-- $1 seen last at or before, epoch seconds
DELETE FROM account_device WHERE last_seen_at <= $1
