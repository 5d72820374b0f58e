-- The good rows of an import become a batch. Rows: none.
-- $1 import id, $2 version the clerk saw, $3 batch, $4 staff id, $5 now, epoch seconds
UPDATE import SET state = 'submitted', batch_id = $3, submitted_by = $4, submitted_at = $5,
       changed_at = $5, version = version + 1
WHERE import_id = $1 AND version = $2 AND state = 'checked' AND rows_faulty = 0
