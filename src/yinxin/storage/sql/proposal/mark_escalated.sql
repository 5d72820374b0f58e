-- A stop nobody confirmed was brought to everybody's notice. Rows: none.
-- $1 proposal id, $2 at, epoch seconds
UPDATE proposal SET escalated_at = $2 WHERE proposal_id = $1 AND escalated_at IS NULL
