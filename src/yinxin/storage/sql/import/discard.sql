-- The clerk gives an import up. Rows: none.
-- $1 import id, $2 version the clerk saw, $3 now, epoch seconds
UPDATE import SET state = 'discarded', changed_at = $3, version = version + 1, lease_until = 0
WHERE import_id = $1 AND version = $2
  AND state IN ('reading', 'mapping', 'staging', 'checking', 'checked')
