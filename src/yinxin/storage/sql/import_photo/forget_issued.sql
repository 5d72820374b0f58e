-- Forgets some photos of good rows; their blobs are the certificates' now. Rows: none.
-- $1 import id, $2 at most
DELETE FROM import_photo WHERE import_id = $1 AND entry_no IN
    (SELECT p.entry_no FROM import_photo p
     JOIN import_row r ON r.import_id = p.import_id AND r.row_no = p.row_no
     WHERE p.import_id = $1 AND r.state = 'good' ORDER BY p.entry_no LIMIT $2)
