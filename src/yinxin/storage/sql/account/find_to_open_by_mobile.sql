-- The account a mobile opens: bound before unbound, then the one used last. Rows: optional.
-- $1 mobile index
SELECT a.account_id
FROM lookup_mobile l JOIN account a ON a.account_id = l.account_id
WHERE l.mobile_index = $1 AND a.mobile_confirmed = 1
ORDER BY EXISTS (SELECT 1 FROM account_holder h
                 WHERE h.account_id = a.account_id AND h.ended_at IS NULL) DESC,
         COALESCE(a.last_login_at, 0) DESC, a.account_id
LIMIT 1
