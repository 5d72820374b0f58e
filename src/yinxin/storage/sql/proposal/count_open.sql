-- How many wait for a decision. Rows: one.
-- $1 issuer id, '' for all
SELECT COUNT(1) FROM proposal WHERE state = 'open' AND ($1 = '' OR issuer_id = $1)
