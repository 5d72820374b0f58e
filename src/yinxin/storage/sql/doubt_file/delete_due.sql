-- Forgets a file whose time has come. Rows: none.
-- $1 holder, $2 file, $3 now, epoch seconds
DELETE FROM doubt_file WHERE holder_id = $1 AND file_id = $2 AND delete_at <= $3
