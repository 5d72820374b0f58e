-- Forgets who was counted long ago. Rows: none.
-- $1 the first hour kept
DELETE FROM door_subject WHERE hour < $1
