-- How many answers there are of each verdict, gravest first. Rows: many.
-- $1 check
SELECT verdict, COUNT(*) FROM bulk_answer WHERE bulk_id = $1
GROUP BY rank, verdict ORDER BY rank, verdict
