-- Gives one event its place in the chain. Rows: none.
-- $1 event id, $2 sequence number, $3 chain value
UPDATE audit_event SET seq = $2, chain = $3 WHERE event_id = $1 AND seq IS NULL
