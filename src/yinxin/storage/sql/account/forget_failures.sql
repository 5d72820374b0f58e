-- Forgets rows of failed logins that have rested and did not disable the password. Rows: none.
-- $1 last failure before, epoch seconds, $2 failures that disable
DELETE FROM login_failure WHERE failed_at < $1 AND failures < $2
