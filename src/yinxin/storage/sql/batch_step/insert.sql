-- Enters what happened to a batch. Rows: none.
-- $1 batch, $2 step, $3 kind key, $4 at, epoch seconds, $5 staff id or 0, $6 proposal or 0,
-- $7 sealed reason, $8 release time the step is about, or NULL
INSERT INTO batch_step (batch_id, step_id, kind, at, staff_id, proposal_id, reason_sealed, release_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
