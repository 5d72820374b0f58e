-- Begins to tell the holders of a batch. Rows: none.
-- $1 batch, $2 name of the message
UPDATE batch SET notice = $2, notice_cursor = 0 WHERE batch_id = $1
