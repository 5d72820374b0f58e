-- The file cannot be read. Rows: none.
-- $1 import id, $2 code, $3 packed params, $4 now, epoch seconds
UPDATE import SET state = 'refused', failure_code = $2, failure_facts = $3, changed_at = $4,
       version = version + 1, lease_until = 0
WHERE import_id = $1 AND state IN ('reading', 'staging', 'checking')
