-- A batch whose holders are being told of something that is still so. Rows: optional.
SELECT batch_id, issuer_id, item_id, exam_year, state, certificate_count, changed_at, announced_at,
       release_at, released_at, written_at, issue_cursor, issued_count, leftover_count, trouble,
       notice, notice_cursor, issue_day
FROM batch WHERE notice <> '' AND (state = 'released' OR notice = 'batch_recalled')
ORDER BY batch_id LIMIT 1
