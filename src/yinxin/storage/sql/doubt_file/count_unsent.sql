-- How many files an account has uploaded about a person without sending them. Rows: one.
-- $1 holder, $2 account
SELECT COUNT(file_id) FROM doubt_file WHERE holder_id = $1 AND account_id = $2 AND doubt_id IS NULL
