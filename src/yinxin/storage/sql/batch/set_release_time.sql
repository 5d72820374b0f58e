-- When a batch is to be released. Rows: none.
-- $1 batch, $2 release planned at or NULL, $3 now, epoch seconds
UPDATE batch SET release_at = $2, changed_at = $3 WHERE batch_id = $1
