-- Examination years that have batches, the latest first. Rows: many.
-- $1 issuer or ''
SELECT DISTINCT exam_year FROM batch WHERE $1 = '' OR issuer_id = $1 ORDER BY exam_year DESC
