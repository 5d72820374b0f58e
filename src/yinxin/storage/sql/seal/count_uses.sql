-- Counts uses of a seal's key. Rows: none.
-- $1 seal, $2 how many
UPDATE seal SET uses = uses + $2 WHERE seal_id = $1
