-- One page of what an office has in hand, what waits longest first. Rows: many.
-- $1 issuer id, '' for all, $2 state, '' for all, $3 kind, '' for both, $4 at most,
-- $5 leave out so many
SELECT case_id, kind, account_id, issuer_id, state, applicant_sealed, requested_at, waits_since,
       proposed_by, decided_by, settled_at
FROM identity_case
WHERE settled_at IS NULL AND ($1 = '' OR issuer_id = $1) AND ($2 = '' OR state = $2)
      AND ($3 = '' OR kind = $3)
ORDER BY CASE WHEN state = 'asked' THEN 1 ELSE 0 END, waits_since, case_id LIMIT $4 OFFSET $5
