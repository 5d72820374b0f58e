-- Forgets a check that does not run. Rows: none.
-- $1 check
DELETE FROM bulk_check WHERE bulk_id = $1 AND state IN ('receiving', 'draft', 'finished')
