-- A file that ended while the backup was made is not in it. Rows: none.
-- $1 its SHA-256
UPDATE copy_file SET has_blob = 0 WHERE sha256 = $1
