-- Faulty rows by their problems. Rows: many.
-- $1 import id
SELECT problems, COUNT(1) FROM import_row WHERE import_id = $1 AND state = 'faulty'
GROUP BY problems ORDER BY problems
