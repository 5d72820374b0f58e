-- From which device a session was begun. Rows: optional.
-- $1 SHA-256 of the token
SELECT device_index FROM session WHERE token_hash = $1 AND device_index IS NOT NULL
