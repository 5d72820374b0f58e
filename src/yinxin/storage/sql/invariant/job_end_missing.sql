-- I6: jobs that ended without a time of it, or have one and did not end; those given up say why
-- (crosses holders; each row: what, and its state). Rows: many.
SELECT CAST(j.job_id AS TEXT), j.state
FROM job j
WHERE (j.state IN ('done', 'dead') AND j.ended_at IS NULL)
   OR (j.state NOT IN ('done', 'dead') AND j.ended_at IS NOT NULL)
   OR (j.state = 'dead' AND j.error_code = '')
ORDER BY j.job_id
