-- Puts a change into the queue, unless a trigger has done so in the same transaction. Rows: none.
-- $1 kind, $2 at, epoch seconds, $3 holder, $4 line, $5 copy or 0, $6 batch or 0, $7 new state,
-- $8 former state
INSERT INTO status_change (kind, at, holder_id, line_id, copy_id, batch_id, state, former)
SELECT CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT),
       CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS TEXT), CAST($8 AS TEXT)
WHERE NOT EXISTS (
    SELECT 1 FROM status_change c
    WHERE c.kind = $1 AND c.at = $2 AND c.holder_id = $3 AND c.line_id = $4 AND c.copy_id = $5
      AND c.batch_id = $6 AND c.state = $7 AND c.former = $8)
