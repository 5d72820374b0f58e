-- Sends an uploaded file with a message, unless it is due to go. Rows: none.
-- $1 holder, $2 file, $3 line, $4 account, $5 doubt, $6 number in the conversation,
-- $7 now, epoch seconds
UPDATE doubt_file SET doubt_id = $5, seq = $6, delete_at = NULL
WHERE holder_id = $1 AND file_id = $2 AND line_id = $3 AND account_id = $4 AND doubt_id IS NULL
      AND delete_at > $7
