-- Ends all answers kept for a repeated request: which of them had ended by themselves since is not known. Rows: none.
DELETE FROM api_answer
