-- What runs every few seconds reads only what is open, however much is done: in a register of ten
-- million certificates there are millions of jobs and files that nothing will happen to any more.

-- The next jobs in the order in which they are taken: what is done or given up has ended. The
-- condition names no state, so that no index by state is taken instead and its rows are sorted.
DROP INDEX job_waiting;
CREATE INDEX job_next ON job (run_after, job_id) WHERE ended_at IS NULL;

-- When a file may go: its endorsement's end, or the moment it was ended; NULL for a copy that needs
-- no endorsement.
ALTER TABLE copy_file ADD COLUMN ends_at BIGINT;
UPDATE copy_file SET ends_at = (
    SELECT CASE WHEN e.state IN ('withdrawn', 'ended_by_office') THEN e.state_at ELSE e.valid_until END
    FROM copy c
    JOIN endorsement e ON e.holder_id = c.holder_id AND e.endorsement_id = c.endorsement_id
    WHERE c.holder_id = copy_file.holder_id AND c.copy_id = copy_file.copy_id)
WHERE has_blob = 1;
CREATE INDEX copy_file_over ON copy_file (ends_at) WHERE has_blob = 1;

-- What clears away looks every five seconds for the little that is over.
CREATE INDEX verification_result_end ON verification_result (expires_at) WHERE receipt_no IS NULL;
CREATE INDEX session_created ON session (created_at);
CREATE INDEX throttle_window ON throttle (window_started_at);
CREATE INDEX login_failure_at ON login_failure (failed_at);
CREATE INDEX api_watch_checked ON api_watch (checked_at);
CREATE INDEX webhook_delivery_dead ON webhook_delivery (delivery_id) WHERE state = 'dead';
