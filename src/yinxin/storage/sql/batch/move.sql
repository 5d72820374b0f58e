-- Shows or hides all certificates of a batch; no row is changed where it stands elsewhere.
-- Rows: none.
-- $1 batch, $2 state it must be in, $3 state it gets, $4 now, epoch seconds
UPDATE batch
SET state = $3, changed_at = $4,
    released_at = CASE WHEN $3 = 'released' THEN COALESCE(released_at, $4) ELSE released_at END,
    written_at = CASE WHEN $3 = 'approved' THEN COALESCE(written_at, $4) ELSE written_at END
WHERE batch_id = $1 AND state = $2
