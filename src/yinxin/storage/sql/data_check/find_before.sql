-- When this account last checked an older version. Rows: optional.
-- $1 holder, $2 line, $3 version, $4 account
SELECT checked_at FROM data_check
WHERE holder_id = $1 AND line_id = $2 AND version < $3 AND account_id = $4
ORDER BY version DESC LIMIT 1
