-- Whose copy this is. Rows: optional.
-- $1 copy_code
SELECT holder_id, copy_id FROM lookup_copy_code WHERE copy_code = $1
