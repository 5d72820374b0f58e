-- Enters the SM3 of a file that was sealed before SM3 was taken. Rows: none.
-- $1 holder, $2 copy, $3 format, $4 SM3
UPDATE copy_file SET sm3 = $4
WHERE holder_id = $1 AND copy_id = $2 AND format = $3 AND sm3 IS NULL
