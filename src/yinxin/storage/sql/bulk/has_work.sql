-- Whether a check waits for a worker (crosses owners). Rows: optional.
-- $1 now, epoch seconds
SELECT 1 FROM bulk_check
WHERE state IN ('running', 'closing') AND lease_until <= $1 AND run_after <= $1 LIMIT 1
