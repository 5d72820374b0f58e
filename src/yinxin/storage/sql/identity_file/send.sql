-- Sends an uploaded file with a message, unless it is due to go. Rows: none.
-- $1 file, $2 owner's index, $3 case, $4 number in the conversation, $5 now, epoch seconds
UPDATE identity_file SET case_id = $3, seq = $4, delete_at = NULL
WHERE file_id = $1 AND owner_index = $2 AND case_id IS NULL AND delete_at > $5
