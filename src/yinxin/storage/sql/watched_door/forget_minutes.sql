-- Forgets minutes that count no longer. Rows: none.
-- $1 the first minute kept
DELETE FROM door_minute WHERE minute < $1
