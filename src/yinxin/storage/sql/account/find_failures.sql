-- Failures in a row under one login name. Rows: optional.
-- $1 index of the typed login name
SELECT failures, failed_at FROM login_failure WHERE name_index = $1
