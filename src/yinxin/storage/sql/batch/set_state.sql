-- Shows or hides all certificates of a batch. Rows: none.
-- $1 batch, $2 state, $3 now, epoch seconds
UPDATE batch SET state = $2, changed_at = $3 WHERE batch_id = $1
