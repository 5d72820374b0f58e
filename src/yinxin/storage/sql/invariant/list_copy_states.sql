-- I4: the state of every copy, a page of the whole register (crosses holders). Rows: many.
-- $1 after this holder and $2 copy, $3 at most
SELECT holder_id, copy_id, state FROM copy
WHERE (holder_id, copy_id) > ($1, $2)
ORDER BY holder_id, copy_id LIMIT $3
