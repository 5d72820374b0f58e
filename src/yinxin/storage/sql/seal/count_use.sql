-- Counts one use of a seal's key. Rows: none.
-- $1 seal
UPDATE seal SET uses = uses + 1 WHERE seal_id = $1
