-- When the next job is due (crosses holders). Rows: optional.
SELECT CASE WHEN state = 'waiting' THEN run_after ELSE lease_until END AS due
FROM job WHERE state IN ('waiting', 'leased') ORDER BY due LIMIT 1
