-- One batch. Rows: optional.
-- $1 batch
SELECT batch_id, issuer_id, item_id, exam_year, state, certificate_count, changed_at, announced_at
FROM batch WHERE batch_id = $1
