-- Hands somebody's request to the office. Rows: none.
-- $1 case, $2 kind, $3 account or NULL, $4 issuer id, $5 sealed applicant, $6 now, epoch seconds
INSERT INTO identity_case (case_id, kind, account_id, issuer_id, state, applicant_sealed,
                           requested_at, waits_since)
VALUES ($1, $2, $3, $4, 'open', $5, $6, $6)
