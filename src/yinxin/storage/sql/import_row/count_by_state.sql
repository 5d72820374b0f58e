-- How many rows of an import are good, faulty and left out. Rows: one.
-- $1 import id
SELECT COALESCE(SUM(CASE WHEN state = 'good' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN state = 'faulty' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN state = 'left_out' THEN 1 ELSE 0 END), 0)
FROM import_row WHERE import_id = $1
