-- What happened to a batch, in its order. Rows: many.
-- $1 batch
SELECT kind, at, staff_id, proposal_id, reason_sealed, release_at
FROM batch_step WHERE batch_id = $1 ORDER BY step_id
