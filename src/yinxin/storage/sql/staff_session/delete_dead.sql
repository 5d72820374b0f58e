-- Removes sessions that can never be used again. Rows: none.
-- $1 created at or before, $2 or seen at or before, epoch seconds
DELETE FROM staff_session WHERE created_at <= $1 OR seen_at <= $2
