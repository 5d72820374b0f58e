-- Removes logout tokens that could not be used any more anyway. Rows: none.
-- $1 expired at or before, epoch seconds
DELETE FROM used_logout_token WHERE expires_at <= $1
