-- The newest link of the chain. Rows: optional.
SELECT seq, chain FROM audit_event WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1
