-- How many imports wait for the program. Rows: one.
-- $1 now, epoch seconds
SELECT COUNT(1) FROM import
WHERE state IN ('reading', 'staging', 'checking') AND lease_until <= $1
