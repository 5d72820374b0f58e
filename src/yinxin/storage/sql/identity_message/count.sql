-- How much was said about a request. Rows: one.
-- $1 case
SELECT COUNT(seq) FROM identity_message WHERE case_id = $1
