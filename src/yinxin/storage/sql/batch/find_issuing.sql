-- The batch whose certificates are to be written next; one in trouble waits for all others.
-- Rows: optional.
SELECT batch_id, issuer_id, item_id, exam_year, state, certificate_count, changed_at, announced_at,
       release_at, released_at, written_at, issue_cursor, issued_count, leftover_count, trouble,
       notice, notice_cursor, issue_day
FROM batch WHERE state = 'issuing' ORDER BY trouble <> '', changed_at, batch_id LIMIT 1
