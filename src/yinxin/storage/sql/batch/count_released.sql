-- How many certificates of a qualification and year an authority has released. Rows: one.
-- $1 issuer, $2 qualification, $3 exam year
SELECT COALESCE(SUM(issued_count), 0) FROM batch
WHERE issuer_id = $1 AND item_id = $2 AND exam_year = $3 AND released_at IS NOT NULL
