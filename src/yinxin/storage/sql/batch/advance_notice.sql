-- Moves the cursor of the telling; no row is changed where it is not where it was read.
-- Rows: none.
-- $1 batch, $2 name of the message, $3 cursor as read, $4 name after this piece or '', $5 cursor now
UPDATE batch SET notice = $4, notice_cursor = $5
WHERE batch_id = $1 AND notice = $2 AND notice_cursor = $3
