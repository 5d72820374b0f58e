-- Ends all logins: which of them had ended by themselves since is not known. Rows: none.
DELETE FROM session
