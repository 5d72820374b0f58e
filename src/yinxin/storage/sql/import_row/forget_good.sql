-- Forgets some good rows of an import. Rows: none.
-- $1 import id, $2 at most
DELETE FROM import_row WHERE import_id = $1 AND row_no IN
    (SELECT r.row_no FROM import_row r WHERE r.import_id = $1 AND r.state = 'good'
     ORDER BY r.row_no LIMIT $2)
