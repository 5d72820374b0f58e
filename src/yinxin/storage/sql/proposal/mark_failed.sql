-- An approved proposal could not take effect. Rows: none.
-- $1 proposal id, $2 at, epoch seconds, $3 code of the reason
UPDATE proposal SET state = 'failed', applied_at = $2, failure_code = $3
WHERE proposal_id = $1 AND state = 'approved'
