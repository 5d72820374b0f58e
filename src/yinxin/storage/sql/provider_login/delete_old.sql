-- Removes logins that never came back. Rows: none.
-- $1 expired at or before, epoch seconds
DELETE FROM provider_login WHERE expires_at <= $1
