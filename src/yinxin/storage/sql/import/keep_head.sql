-- A file was looked through: now the clerk says what its columns are. Rows: none.
-- $1 import id, $2 sealed head, $3 rows of the file, $4 now, epoch seconds
UPDATE import SET state = 'mapping', head_sealed = $2, rows_total = $3, changed_at = $4,
       lease_until = 0
WHERE import_id = $1 AND state = 'reading'
