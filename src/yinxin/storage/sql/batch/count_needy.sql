-- Batches that are stopped, and batches whose writing stands still. Rows: one.
-- $1 issuer or ''
SELECT COALESCE(SUM(CASE WHEN state = 'stopped' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN state = 'issuing' AND trouble <> '' THEN 1 ELSE 0 END), 0)
FROM batch WHERE $1 = '' OR issuer_id = $1
