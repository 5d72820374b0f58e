-- One page of requests that are settled, the latest first. Rows: many.
-- $1 issuer id, '' for all, $2 kind, '' for both, $3 at most, $4 leave out so many
SELECT case_id, kind, account_id, issuer_id, state, applicant_sealed, requested_at, waits_since,
       proposed_by, decided_by, settled_at
FROM identity_case
WHERE settled_at IS NOT NULL AND ($1 = '' OR issuer_id = $1) AND ($2 = '' OR kind = $2)
ORDER BY settled_at DESC, case_id LIMIT $3 OFFSET $4
