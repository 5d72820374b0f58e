-- Written batches whose release time has come, the longest due first. Rows: many.
-- $1 now, epoch seconds, $2 at most
SELECT batch_id, issuer_id, item_id, exam_year, state, certificate_count, changed_at, announced_at,
       release_at, released_at, written_at, issue_cursor, issued_count, leftover_count, trouble,
       notice, notice_cursor, issue_day
FROM batch WHERE state = 'approved' AND (release_at IS NULL OR release_at <= $1)
ORDER BY release_at NULLS FIRST, batch_id LIMIT $2
