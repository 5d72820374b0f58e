-- Reserves a copy's copy_no before it is used; no row if it is taken. Rows: none.
-- $1 copy_no, $2 holder, $3 copy
INSERT INTO lookup_copy_no (copy_no, holder_id, copy_id) VALUES ($1, $2, $3)
ON CONFLICT (copy_no) DO NOTHING
