-- Whether and when an account is closed. Rows: optional.
-- $1 account id
SELECT account_id, asked_at, closes_at, erase_at, closed_at, erased_at
FROM account_closing WHERE account_id = $1
