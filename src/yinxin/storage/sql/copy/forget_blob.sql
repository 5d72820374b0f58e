-- The file's bytes are gone; hash and facts stay. Rows: none.
-- $1 holder, $2 copy, $3 format
UPDATE copy_file SET has_blob = 0 WHERE holder_id = $1 AND copy_id = $2 AND format = $3
