-- Ends all logins of the office: which of them had ended by themselves since is not known. Rows: none.
DELETE FROM staff_session
