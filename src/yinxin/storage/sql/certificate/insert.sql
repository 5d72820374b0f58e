-- Enters one version of a certificate. Rows: none.
-- $1 holder, $2 line, $3 version, $4 kind, $5 status, $6 reason, $7 status since, epoch seconds,
-- $8 batch, $9 qualification, $10 policy, $11 certificate number, $12 management number,
-- $13 approved on, $14 issued on, $15 sealed face, $16 approval's signature, $17 now, epoch seconds
INSERT INTO certificate (holder_id, line_id, version, kind, status, status_reason, status_at,
                         batch_id, item_id, policy_id, certificate_no, management_no, approved_on,
                         issued_on, face_sealed, face_signature, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
