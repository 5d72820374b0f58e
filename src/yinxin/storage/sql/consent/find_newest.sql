-- The newest version of a notice an account agreed to. Rows: optional.
-- $1 account id, $2 notice id
SELECT version FROM consent WHERE account_id = $1 AND notice_id = $2
ORDER BY version DESC LIMIT 1
