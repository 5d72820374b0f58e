-- Every notice an account agreed to, newest first. Rows: many.
-- $1 account id
SELECT notice_id, version, accepted_at, address FROM consent WHERE account_id = $1
ORDER BY accepted_at DESC, notice_id, version DESC
