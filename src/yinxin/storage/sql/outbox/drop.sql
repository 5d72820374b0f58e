-- Takes work that was done out of the outbox. Rows: none.
-- $1 holder, $2 entry
DELETE FROM holder_outbox WHERE holder_id = $1 AND entry_id = $2
