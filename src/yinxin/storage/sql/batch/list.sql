-- Batches for the office, the latest change first. Rows: many.
-- $1 issuer or '', $2 qualification or '', $3 exam year or 0, $4 state key or '', $5 at most,
-- $6 after so many
SELECT batch_id, issuer_id, item_id, exam_year, state, certificate_count, changed_at, announced_at,
       release_at, released_at, written_at, issue_cursor, issued_count, leftover_count, trouble,
       notice, notice_cursor, issue_day
FROM batch
WHERE ($1 = '' OR issuer_id = $1) AND ($2 = '' OR item_id = $2)
  AND ($3 = 0 OR exam_year = $3) AND ($4 = '' OR state = $4)
ORDER BY changed_at DESC, batch_id DESC LIMIT $5 OFFSET $6
