-- Enters one batch of results. Rows: none.
-- $1 batch, $2 issuer, $3 qualification, $4 exam year, $5 state, $6 certificates in it,
-- $7 changed at, $8 announced at or NULL, $9 release planned at or NULL, $10 first visible at or
-- NULL, $11 written at or NULL, epoch seconds, $12 certificates written
INSERT INTO batch (batch_id, issuer_id, item_id, exam_year, state, certificate_count, changed_at,
                   announced_at, release_at, released_at, written_at, issued_count)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
