-- I4: the state of every application, a page of the whole register (crosses holders). Rows: many.
-- $1 after this holder and $2 application, $3 at most
SELECT holder_id, endorsement_id, state FROM endorsement
WHERE (holder_id, endorsement_id) > ($1, $2)
ORDER BY holder_id, endorsement_id LIMIT $3
