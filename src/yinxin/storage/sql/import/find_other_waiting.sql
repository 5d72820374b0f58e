-- Another import that is submitted and has good rows still. Rows: optional.
-- $1 import id
SELECT i.import_id FROM import i
WHERE i.state = 'submitted' AND i.import_id <> $1
  AND EXISTS (SELECT 1 FROM import_row r WHERE r.import_id = i.import_id AND r.state = 'good')
LIMIT 1
