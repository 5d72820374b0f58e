-- Human checks that were passed; one that is not here and carries our MAC is unused.
CREATE TABLE used_human_check (
    challenge_hash BYTEA PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX used_human_check_expiry ON used_human_check (expires_at);

-- Codes for queries and for batches: the list of purposes grows, and SQLite cannot alter a check.
CREATE TABLE one_time_code_next (
    ticket_hash BYTEA PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('login', 'register', 'bind', 'query', 'bulk')),
    subject_index BYTEA NOT NULL,
    code_hash BYTEA NOT NULL,
    facts_sealed BYTEA NOT NULL,
    mobile_masked TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    sends BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
INSERT INTO one_time_code_next (ticket_hash, purpose, subject_index, code_hash, facts_sealed,
                                mobile_masked, attempts, sends, created_at, sent_at, expires_at,
                                used_at)
SELECT ticket_hash, purpose, subject_index, code_hash, facts_sealed, mobile_masked, attempts, sends,
       created_at, sent_at, expires_at, used_at
FROM one_time_code;
DROP TABLE one_time_code;
ALTER TABLE one_time_code_next RENAME TO one_time_code;
CREATE INDEX one_time_code_subject ON one_time_code (subject_index, created_at);
CREATE INDEX one_time_code_expiry ON one_time_code (expires_at);
