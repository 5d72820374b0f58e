-- The office owes the next step again: the applicant replied, or a proposal came to nothing.
-- Rows: none.
-- $1 case, $2 from this state, $3 since, epoch seconds
UPDATE identity_case SET state = 'open', waits_since = $3, proposed_by = NULL
WHERE case_id = $1 AND state = $2
