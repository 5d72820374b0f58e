-- Says when the attachments of a settled doubt are deleted. Rows: none.
-- $1 holder, $2 doubt, $3 epoch seconds
UPDATE doubt_file SET delete_at = $3 WHERE holder_id = $1 AND doubt_id = $2
