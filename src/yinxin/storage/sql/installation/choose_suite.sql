-- Chooses the suite while nothing is chained yet; afterwards no row is changed. Rows: none.
-- $1 suite
UPDATE installation SET suite = $1
WHERE only_row = 1 AND NOT EXISTS (SELECT 1 FROM audit_event WHERE seq IS NOT NULL)
