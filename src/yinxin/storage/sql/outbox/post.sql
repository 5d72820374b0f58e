-- Leaves work for after the commit beside the holder's rows. Rows: none.
-- $1 holder, $2 entry, $3 now, epoch seconds, $4 the work
INSERT INTO holder_outbox (holder_id, entry_id, posted_at, body) VALUES ($1, $2, $3, $4)
