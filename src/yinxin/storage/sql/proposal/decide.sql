-- Decides on an open proposal of somebody else; no row is changed where it is not open. Rows: none.
-- $1 proposal id, $2 state key (approved or refused), $3 decider's staff id, $4 at, epoch seconds,
-- $5 sealed note
UPDATE proposal SET state = $2, decider_id = $3, decided_at = $4, note_sealed = $5
WHERE proposal_id = $1 AND state = 'open'
