-- Whose copy this is. Rows: optional.
-- $1 token
SELECT holder_id, copy_id FROM lookup_copy_token WHERE token = $1
