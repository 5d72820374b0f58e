-- What every page needs of the account behind a session: its name, whether a person is stated, the
-- newest versions of the service notice and of the privacy notice it agreed to (NULL: none).
-- Rows: optional.
-- $1 account id, $2 service notice, $3 privacy notice
SELECT a.login_name, CASE WHEN a.name_sealed IS NULL THEN 0 ELSE 1 END,
       (SELECT MAX(c.version) FROM consent c WHERE c.account_id = $1 AND c.notice_id = $2),
       (SELECT MAX(p.version) FROM consent p WHERE p.account_id = $1 AND p.notice_id = $3)
FROM account a WHERE a.account_id = $1
