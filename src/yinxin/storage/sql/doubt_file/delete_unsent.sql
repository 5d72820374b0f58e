-- Forgets a file that was never sent. Rows: none.
-- $1 holder, $2 file
DELETE FROM doubt_file WHERE holder_id = $1 AND file_id = $2 AND doubt_id IS NULL
