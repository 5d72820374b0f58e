-- Moves a seal to another state of its life. Rows: none.
-- $1 seal, $2 state
UPDATE seal SET state = $2 WHERE seal_id = $1
