-- One import. Rows: optional.
-- $1 import id
SELECT import_id, issuer_id, made_by, made_at, changed_at, version, state, failure_code,
       failure_facts, item_id, exam_year, rows_total, rows_done, cursor_row, rows_good, rows_faulty,
       rows_left_out, rows_without_photo, batch_id, submitted_by, submitted_at
FROM import WHERE import_id = $1
