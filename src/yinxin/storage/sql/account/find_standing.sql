-- What every page needs of the account behind a session: its name, whether a person is stated, the
-- newest version of a notice it agreed to (NULL: none). Rows: optional.
-- $1 account id, $2 notice
SELECT a.login_name, CASE WHEN a.name_sealed IS NULL THEN 0 ELSE 1 END,
       (SELECT MAX(c.version) FROM consent c WHERE c.account_id = $1 AND c.notice_id = $2)
FROM account a WHERE a.account_id = $1
