-- Records one change of a certificate. Rows: none.
-- $1 holder, $2 change, $3 line, $4 version, $5 at, epoch seconds, $6 former status, $7 status,
-- $8 sealed reason, $9 number of the decision, $10 proposal, $11 staff
INSERT INTO certificate_change (holder_id, change_id, line_id, version, at, former, status,
                                reason_sealed, decision_no, proposal_id, staff_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
