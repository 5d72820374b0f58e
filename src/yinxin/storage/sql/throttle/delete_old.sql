-- Removes counts whose window began long ago. Rows: none.
-- $1 began before, epoch seconds
DELETE FROM throttle WHERE window_started_at < $1
