-- Changes that were not yet told, in the order they happened (crosses holders). Rows: many.
-- $1 at most so many
SELECT change_id, kind, at, holder_id, line_id, copy_id, batch_id, state, former
FROM status_change ORDER BY change_id LIMIT $1
