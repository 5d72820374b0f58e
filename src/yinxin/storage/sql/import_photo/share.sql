-- Photos that are there more than once: none of them goes with its import. Rows: none.
-- $1 SHA-256
UPDATE import_photo SET is_shared = 1 WHERE sha256 = $1 AND is_shared = 0
