-- The last of the next holders of a batch (crosses holders). Rows: one.
-- $1 batch, $2 after this holder, $3 so many holders
SELECT MAX(t.holder_id) FROM
    (SELECT DISTINCT c.holder_id FROM certificate c
     WHERE c.batch_id = $1 AND c.holder_id > $2 ORDER BY c.holder_id LIMIT $3) t
