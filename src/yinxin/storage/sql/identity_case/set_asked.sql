-- The office asked for more. Rows: none.
-- $1 case
UPDATE identity_case SET state = 'asked' WHERE case_id = $1 AND state IN ('open', 'asked')
