-- Reserves a copy's copy_token before it is used; no row if it is taken. Rows: none.
-- $1 copy_token, $2 holder, $3 copy
INSERT INTO lookup_copy_token (token, holder_id, copy_id) VALUES ($1, $2, $3)
ON CONFLICT (token) DO NOTHING
