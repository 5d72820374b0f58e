-- What the person wrote. Rows: optional.
-- $1 holder, $2 doubt
SELECT account_id, text_sealed FROM doubt WHERE holder_id = $1 AND doubt_id = $2
