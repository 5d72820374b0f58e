-- Imports of an authority, the latest first. Rows: many.
-- $1 issuer id, '' for all, $2 made before, epoch seconds, $3 at most
SELECT import_id, issuer_id, made_by, made_at, changed_at, version, state, failure_code,
       failure_facts, item_id, exam_year, rows_total, rows_done, cursor_row, rows_good, rows_faulty,
       rows_left_out, rows_without_photo, batch_id, submitted_by, submitted_at
FROM import WHERE ($1 = '' OR issuer_id = $1) AND made_at < $2
ORDER BY made_at DESC, import_id DESC LIMIT $3
