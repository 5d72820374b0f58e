-- Enters one batch of results. Rows: none.
-- $1 batch, $2 issuer, $3 qualification, $4 exam year, $5 state, $6 certificates in it,
-- $7 changed at, epoch seconds, $8 announced at, epoch seconds, or NULL
INSERT INTO batch (batch_id, issuer_id, item_id, exam_year, state, certificate_count, changed_at,
                   announced_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
