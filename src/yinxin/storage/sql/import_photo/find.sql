-- The photo named by a number, the one uploaded last. Rows: optional.
-- $1 import id, $2 name index
SELECT entry_no, sha256 FROM import_photo
WHERE import_id = $1 AND name_index = $2 AND sha256 IS NOT NULL ORDER BY entry_no DESC LIMIT 1
