-- Whether an entry is done now for the first time: no row changes if it was done before. Rows: none.
-- $1 entry, $2 now, epoch seconds
INSERT INTO outbox_done (entry_id, done_at) VALUES ($1, $2) ON CONFLICT (entry_id) DO NOTHING
