-- The import the program should work on next: the one left alone longest. Rows: optional.
-- $1 now, epoch seconds
SELECT import_id FROM import
WHERE state IN ('reading', 'staging', 'checking') AND lease_until <= $1
ORDER BY lease_until, import_id LIMIT 1
