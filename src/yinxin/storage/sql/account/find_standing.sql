-- What every page needs of the account behind a session. Rows: optional.
-- $1 account id
SELECT login_name, CASE WHEN name_sealed IS NULL THEN 0 ELSE 1 END
FROM account WHERE account_id = $1
