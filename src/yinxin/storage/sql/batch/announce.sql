-- Lets the progress page name a batch; the first time stays. Rows: none.
-- $1 batch, $2 now, epoch seconds
UPDATE batch SET announced_at = $2 WHERE batch_id = $1 AND announced_at IS NULL
