-- Whose copy this is. Rows: optional.
-- $1 copy_no
SELECT holder_id, copy_id FROM lookup_copy_no WHERE copy_no = $1
