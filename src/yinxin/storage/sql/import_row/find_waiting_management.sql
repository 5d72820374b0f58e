-- A good row of another, submitted import with the same management index. Rows: optional.
-- $1 index, $2 import id
SELECT r.import_id FROM import_row r JOIN import i ON i.import_id = r.import_id
WHERE r.management_index = $1 AND r.import_id <> $2 AND r.state = 'good' AND i.state = 'submitted'
LIMIT 1
