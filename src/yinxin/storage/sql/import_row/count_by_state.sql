-- How many rows of an import are good, faulty and left out, and good without a photo; read from
-- indexes alone, for there may be a million. Rows: one.
-- $1 import id
SELECT (SELECT COUNT(1) FROM import_row a WHERE a.import_id = $1)
           - (SELECT COUNT(1) FROM import_row n WHERE n.import_id = $1 AND n.state <> 'good'),
       (SELECT COUNT(1) FROM import_row f WHERE f.import_id = $1 AND f.state = 'faulty'),
       (SELECT COUNT(1) FROM import_row l
        WHERE l.import_id = $1 AND l.state = 'left_out' AND l.state <> 'good'),
       (SELECT COUNT(1) FROM import_row p
        WHERE p.import_id = $1 AND p.state = 'good' AND p.has_photo = 0)
