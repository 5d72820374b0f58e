-- One person of the office has come to a result; a second must look at it. Rows: none.
-- $1 case, $2 staff
UPDATE identity_case SET state = 'proposed', proposed_by = $2
WHERE case_id = $1 AND state IN ('open', 'asked')
