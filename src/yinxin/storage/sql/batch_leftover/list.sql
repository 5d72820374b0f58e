-- Rows of a batch that got no certificate, in the order of the sheet. Rows: many.
-- $1 batch, $2 after this row number, $3 at most
SELECT row_no, reason, result_sealed FROM batch_leftover
WHERE batch_id = $1 AND row_no > $2 ORDER BY row_no LIMIT $3
