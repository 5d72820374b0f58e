-- A second person agreed to the result. Rows: none.
-- $1 case, $2 'confirmed' or 'refused', $3 staff, $4 now, epoch seconds
UPDATE identity_case SET state = $2, decided_by = $3, settled_at = $4
WHERE case_id = $1 AND state = 'proposed'
