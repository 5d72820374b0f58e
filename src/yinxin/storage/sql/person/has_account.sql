-- An account bound to a person. Rows: optional.
-- $1 holder id
SELECT account_id FROM account_holder WHERE holder_id = $1 AND ended_at IS NULL LIMIT 1
