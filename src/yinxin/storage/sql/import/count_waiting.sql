-- How many imports wait for a clerk. Rows: one.
-- $1 issuer id, '' for all
SELECT COUNT(1) FROM import WHERE state IN ('mapping', 'checked') AND ($1 = '' OR issuer_id = $1)
