-- Puts a new token in the place of a session's old one. Rows: none.
-- $1 SHA-256 of the old token, $2 of the new one
UPDATE session SET token_hash = $2 WHERE token_hash = $1
