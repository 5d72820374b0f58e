-- Forgets a file whose time has come. Rows: none.
-- $1 file, $2 now, epoch seconds
DELETE FROM identity_file WHERE file_id = $1 AND delete_at <= $2
