-- Batches the progress page may name, the latest change first. Rows: many.
SELECT batch_id, issuer_id, item_id, exam_year, state, certificate_count, changed_at, announced_at,
       release_at, released_at, written_at, issue_cursor, issued_count, leftover_count, trouble,
       notice, notice_cursor, issue_day
FROM batch WHERE announced_at IS NOT NULL ORDER BY changed_at DESC, batch_id
