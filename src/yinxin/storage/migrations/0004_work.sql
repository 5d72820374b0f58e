-- Work that crosses holders: jobs, throttles, the audit. Claim and expiry are the only statements
-- that look at rows of many holders, and they look here.
CREATE TABLE job (
    job_id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('press')),
    holder_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'done', 'dead')),
    attempts BIGINT NOT NULL DEFAULT 0,
    fence BIGINT NOT NULL DEFAULT 0,
    run_after BIGINT NOT NULL,
    lease_until BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    error_code TEXT NOT NULL DEFAULT '',
    error_detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX job_waiting ON job (state, run_after) WHERE state IN ('waiting', 'leased');
CREATE INDEX job_copy ON job (holder_id, copy_id);

CREATE TABLE throttle (
    bucket TEXT PRIMARY KEY,
    window_started_at BIGINT NOT NULL,
    hits BIGINT NOT NULL
);

-- Appended where things happen; seq, leaf and chain are filled by the one sequencer.
CREATE TABLE audit_event (
    event_id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    object TEXT NOT NULL,
    facts TEXT NOT NULL,
    salt BYTEA NOT NULL,
    seq BIGINT,
    chain BYTEA
);
CREATE UNIQUE INDEX audit_event_seq ON audit_event (seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_event_unsequenced ON audit_event (event_id) WHERE seq IS NULL;
