-- Takes a change that was told out of the queue. Rows: none.
-- $1 change
DELETE FROM status_change WHERE change_id = $1
