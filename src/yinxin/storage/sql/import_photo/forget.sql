-- Forgets some photos of an import that nobody has to remove from the blob store. Rows: none.
-- $1 import id, $2 at most
DELETE FROM import_photo WHERE import_id = $1 AND entry_no IN
    (SELECT p.entry_no FROM import_photo p
     WHERE p.import_id = $1 AND (p.sha256 IS NULL OR p.is_shared = 1)
     ORDER BY p.entry_no LIMIT $2)
