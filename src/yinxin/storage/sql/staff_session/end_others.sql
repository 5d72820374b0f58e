-- Ends every session of somebody but one. Rows: none.
-- $1 staff id, $2 SHA-256 of the token that stays
DELETE FROM staff_session WHERE staff_id = $1 AND token_hash <> $2
