-- Photos that go when their import is given up: nobody else has them. Rows: many.
-- $1 import id, $2 at most
SELECT entry_no, sha256 FROM import_photo
WHERE import_id = $1 AND sha256 IS NOT NULL AND is_shared = 0 ORDER BY entry_no LIMIT $2
