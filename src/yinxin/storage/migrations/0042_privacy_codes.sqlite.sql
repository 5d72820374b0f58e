-- Codes for what an account asks about itself. The list of purposes is the program's: it grows, and
-- SQLite cannot alter a check, so the table is written anew a last time.
CREATE TABLE one_time_code_next (
    ticket_hash BYTEA PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose <> ''),
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
