-- Accounts with this confirmed mobile, the one used last first. Rows: many.
-- $1 mobile index
SELECT a.account_id
FROM lookup_mobile l JOIN account a ON a.account_id = l.account_id
WHERE l.mobile_index = $1 AND a.mobile_confirmed = 1
ORDER BY COALESCE(a.last_login_at, 0) DESC, a.account_id
