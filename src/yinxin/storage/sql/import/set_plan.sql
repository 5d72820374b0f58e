-- The clerk has said what the columns are; the rows are taken over, or checked anew. Rows: none.
-- $1 import id, $2 version the clerk saw, $3 sealed plan, $4 qualification, $5 exam year,
-- $6 next state, $7 now, epoch seconds
UPDATE import SET plan_sealed = $3, item_id = $4, exam_year = $5, state = $6, changed_at = $7,
       version = version + 1, rows_done = 0, cursor_row = 0, lease_until = 0
WHERE import_id = $1 AND version = $2 AND state IN ('mapping', 'checked')
