-- Why the writing of a batch stands still. Rows: none.
-- $1 batch, $2 error code or ''
UPDATE batch SET trouble = $2 WHERE batch_id = $1 AND trouble <> $2
