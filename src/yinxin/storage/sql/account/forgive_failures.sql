-- A success ends the row of failures. Rows: none.
-- $1 index of the login name
DELETE FROM login_failure WHERE name_index = $1
