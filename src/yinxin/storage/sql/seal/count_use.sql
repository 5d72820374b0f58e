-- Counts one use of a seal's key: of entries that an older version left in an outbox. Rows: none.
-- $1 seal
UPDATE seal SET uses = uses + 1 WHERE seal_id = $1
