-- Photos of other imports that this one has too. Rows: none.
-- $1 import id, $2 SHA-256
UPDATE import_photo SET is_shared = 1 WHERE sha256 = $2 AND import_id <> $1 AND is_shared = 0
