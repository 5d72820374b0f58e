-- What happened to a certificate after it was issued (变更记录). The reason is sealed: it is written
-- by hand and may name a person.
CREATE TABLE certificate_change (
    holder_id BIGINT NOT NULL,
    change_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    former TEXT NOT NULL,
    status TEXT NOT NULL
        CHECK (status IN ('valid', 'suspended', 'revoked', 'cancelled', 'superseded')),
    reason_sealed BYTEA NOT NULL,
    decision_no TEXT NOT NULL,
    proposal_id BIGINT NOT NULL,
    staff_id BIGINT NOT NULL,
    PRIMARY KEY (holder_id, change_id),
    CHECK (status <> former)
);
CREATE INDEX certificate_change_line ON certificate_change (holder_id, line_id, change_id);

-- Who of the office looked at a person, and why: kept for that person to read.
CREATE TABLE person_look (
    holder_id BIGINT NOT NULL,
    look_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    page TEXT NOT NULL CHECK (page IN ('counter', 'certificate')),
    staff_id BIGINT NOT NULL,
    issuer_id TEXT NOT NULL,
    reason_sealed BYTEA NOT NULL,
    PRIMARY KEY (holder_id, look_id)
);

-- How tries to bind an account went, so that the office can say why one failed without reading the
-- audit.
CREATE TABLE binding_attempt (
    account_id BIGINT NOT NULL,
    attempt_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (account_id, attempt_id)
);

-- Which accounts a person is bound to.
CREATE INDEX account_holder_of ON account_holder (holder_id);

-- Messages to one mobile, found by its keyed index; empty for those written before.
ALTER TABLE message ADD COLUMN to_index BYTEA;
CREATE INDEX message_to ON message (to_index, message_id) WHERE to_index IS NOT NULL;
