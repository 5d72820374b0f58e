-- Ends all codes that were sent: which of them had ended by themselves since is not known. Rows: none.
DELETE FROM one_time_code
