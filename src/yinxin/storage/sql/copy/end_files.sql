-- The files of a copy may go now, before the end they were made with. Rows: none.
-- $1 holder, $2 copy, $3 now, epoch seconds
UPDATE copy_file SET ends_at = $3 WHERE holder_id = $1 AND copy_id = $2
