-- Reserves a copy's copy_token before it is used. Rows: none.
-- $1 token, $2 holder, $3 copy
INSERT INTO lookup_copy_token (token, holder_id, copy_id) VALUES ($1, $2, $3)
