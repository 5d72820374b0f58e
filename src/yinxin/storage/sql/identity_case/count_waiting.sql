-- How many requests wait for the office's first look. Rows: one.
-- $1 issuer id, '' for all
SELECT COUNT(case_id) FROM identity_case
WHERE settled_at IS NULL AND state = 'open' AND ($1 = '' OR issuer_id = $1)
