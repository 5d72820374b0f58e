-- Everything an account agreed to. Rows: many.
-- $1 account id
SELECT notice_id, version, accepted_at, address FROM consent WHERE account_id = $1
ORDER BY notice_id, version
