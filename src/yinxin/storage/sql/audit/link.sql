-- The link at one place of the chain. Rows: optional.
-- $1 sequence number
SELECT chain FROM audit_event WHERE seq = $1
