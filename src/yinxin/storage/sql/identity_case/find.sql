-- One request as the office has it. Rows: optional.
-- $1 case
SELECT case_id, kind, account_id, issuer_id, state, applicant_sealed, requested_at, waits_since,
       proposed_by, decided_by, settled_at
FROM identity_case WHERE case_id = $1
