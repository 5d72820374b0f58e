-- What an account agreed to, newest first. Rows: many.
-- $1 account id, $2 notice id
SELECT version, accepted_at FROM consent WHERE account_id = $1 AND notice_id = $2
ORDER BY version DESC
