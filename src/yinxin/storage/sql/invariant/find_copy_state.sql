-- I4: the state of a copy that was acknowledged by its number. Rows: optional.
-- $1 number of the copy
SELECT k.state FROM lookup_copy_no n
JOIN copy k ON k.holder_id = n.holder_id AND k.copy_id = n.copy_id
WHERE n.copy_no = $1
