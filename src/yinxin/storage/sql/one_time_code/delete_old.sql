-- Removes requests that can no longer be used. Rows: none.
-- $1 expired before, epoch seconds
DELETE FROM one_time_code WHERE expires_at < $1
