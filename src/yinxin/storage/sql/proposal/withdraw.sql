-- Takes one's own open proposal back. Rows: none.
-- $1 proposal id, $2 maker's staff id
UPDATE proposal SET state = 'withdrawn'
WHERE proposal_id = $1 AND maker_id = $2 AND state = 'open'
