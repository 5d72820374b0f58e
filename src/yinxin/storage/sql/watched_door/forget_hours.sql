-- Forgets hours that are old. Rows: none.
-- $1 the first hour kept
DELETE FROM door_hour WHERE hour < $1
