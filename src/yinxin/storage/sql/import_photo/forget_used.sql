-- Forgets some photos of an import whose rows have them; their blobs are the certificates' now.
-- Rows: none.
-- $1 import id, $2 at most
DELETE FROM import_photo WHERE import_id = $1 AND entry_no IN
    (SELECT p.entry_no FROM import_photo p
     WHERE p.import_id = $1 AND (p.row_no IS NOT NULL OR p.sha256 IS NULL)
     ORDER BY p.entry_no LIMIT $2)
