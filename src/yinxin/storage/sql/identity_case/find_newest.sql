-- The newest request of an account, settled or not. Rows: optional.
-- $1 account
SELECT case_id, kind, account_id, issuer_id, state, applicant_sealed, requested_at, waits_since,
       proposed_by, decided_by, settled_at
FROM identity_case WHERE account_id = $1 ORDER BY requested_at DESC, case_id DESC LIMIT 1
