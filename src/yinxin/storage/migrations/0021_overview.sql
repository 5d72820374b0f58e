-- 告警: one open alarm per kind and thing; what happens again adds to it.
CREATE TABLE alarm (
    alarm_id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    issuer_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    times BIGINT NOT NULL DEFAULT 1,
    ended_by BIGINT,
    ended_at BIGINT,
    note_sealed BYTEA,
    CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX alarm_one_open ON alarm (kind, object) WHERE ended_at IS NULL;
CREATE INDEX alarm_newest ON alarm (raised_at);

-- Counts without persons. Whoever counts only adds a row; one job adds the rows up, so that many
-- writers never wait for one counter.
CREATE TABLE count_entry (
    entry_id BIGINT PRIMARY KEY,
    day TEXT NOT NULL,
    measure TEXT NOT NULL,
    issuer_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    province TEXT NOT NULL,
    detail TEXT NOT NULL,
    n BIGINT NOT NULL
);
CREATE TABLE daily_count (
    day TEXT NOT NULL,
    measure TEXT NOT NULL,
    issuer_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    province TEXT NOT NULL,
    detail TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (measure, day, issuer_id, item_id, province, detail)
);

-- The audit is read by spans of time, the newest first.
CREATE INDEX audit_event_at ON audit_event (at, event_id);
