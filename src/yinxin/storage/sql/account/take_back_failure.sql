-- An attempt that was never checked is not a failure. Rows: none.
-- $1 index of the typed login name
UPDATE login_failure SET failures = failures - 1 WHERE name_index = $1 AND failures > 0
