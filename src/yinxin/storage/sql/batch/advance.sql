-- Moves the cursor of the writing; no row is changed where it is not where it was read.
-- Rows: none.
-- $1 batch, $2 cursor as read, $3 cursor now, $4 certificates written, $5 rows left over
UPDATE batch
SET issue_cursor = $3, issued_count = issued_count + $4, leftover_count = leftover_count + $5,
    trouble = ''
WHERE batch_id = $1 AND state = 'issuing' AND issue_cursor = $2
