-- Takes the mail address off an account. Rows: none.
-- $1 account id
DELETE FROM account_mail WHERE account_id = $1
