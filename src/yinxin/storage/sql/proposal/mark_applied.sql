-- An approved proposal is in effect. Rows: none.
-- $1 proposal id, $2 at, epoch seconds
UPDATE proposal SET state = 'applied', applied_at = $2 WHERE proposal_id = $1 AND state = 'approved'
