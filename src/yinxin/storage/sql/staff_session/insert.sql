-- Begins a session of the office. Rows: none.
-- $1 SHA-256 of the token, $2 staff id, $3 now, $4 second factor shown at or NULL, epoch seconds,
-- $5 address, $6 device
INSERT INTO staff_session (token_hash, staff_id, created_at, seen_at, confirmed_at, address, device)
VALUES ($1, $2, $3, $3, $4, $5, $6)
