-- Says when the evidence of a settled request is deleted. Rows: none.
-- $1 case, $2 epoch seconds
UPDATE identity_file SET delete_at = $2 WHERE case_id = $1
