-- Programs that ask (接口客户), their keys, what they asked and what they were answered. A client
-- is an organisation's or the operator's; it belongs to no person, so its rows are keyed by it.
CREATE TABLE api_client (
    client_id BIGINT PRIMARY KEY,
    organisation_id BIGINT,
    name TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('live', 'sandbox')),
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
    scopes TEXT NOT NULL,
    networks TEXT NOT NULL,
    calls_per_minute BIGINT NOT NULL CHECK (calls_per_minute > 0),
    calls_per_day BIGINT NOT NULL CHECK (calls_per_day > 0),
    misses_per_day BIGINT NOT NULL CHECK (misses_per_day > 0),
    webhook_url TEXT NOT NULL DEFAULT '',
    webhook_secret_sealed BYTEA,
    webhook_former_sealed BYTEA,
    webhook_former_until BIGINT NOT NULL DEFAULT 0,
    last_change BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    CHECK ((webhook_url = '') = (webhook_secret_sealed IS NULL))
);

-- A key is found by its prefix; of its secret only a hash is kept. Two of a client may live at once.
CREATE TABLE api_key (
    prefix TEXT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    slot BIGINT NOT NULL CHECK (slot IN (1, 2)),
    secret_hash BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'ended')),
    created_at BIGINT NOT NULL,
    ends_at BIGINT,
    used_at BIGINT
);
CREATE UNIQUE INDEX api_key_slot ON api_key (client_id, slot) WHERE state = 'live';
CREATE INDEX api_key_client ON api_key (client_id, created_at);

-- How often a client asked in the span that runs: a minute, a day, the misses of a day.
CREATE TABLE api_usage (
    client_id BIGINT NOT NULL,
    span TEXT NOT NULL CHECK (span IN ('minute', 'day', 'misses')),
    started_at BIGINT NOT NULL,
    calls BIGINT NOT NULL,
    PRIMARY KEY (client_id, span)
);

-- Every call with its purpose, which is sealed: it may name a person.
CREATE TABLE api_call (
    client_id BIGINT NOT NULL,
    call_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    operation TEXT NOT NULL,
    purpose_sealed BYTEA NOT NULL,
    status BIGINT NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (client_id, call_id)
);
CREATE INDEX api_call_at ON api_call (at);

-- What a request with an Idempotency-Key was answered, for a day; no status yet: still being done.
CREATE TABLE api_answer (
    client_id BIGINT NOT NULL,
    key_hash BYTEA NOT NULL,
    request_hash BYTEA NOT NULL,
    started_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    status BIGINT,
    answer_sealed BYTEA,
    PRIMARY KEY (client_id, key_hash),
    CHECK ((status IS NULL) = (answer_sealed IS NULL))
);
CREATE INDEX api_answer_over ON api_answer (expires_at);

-- Whose changes a client is told: certificates, and single copies of them, that it has checked.
-- copy_id 0: the certificate without a copy.
CREATE TABLE api_watch (
    holder_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    client_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    copy_no TEXT NOT NULL,
    checked_at BIGINT NOT NULL,
    PRIMARY KEY (holder_id, line_id, client_id, copy_id)
);

-- The feed of one client, numbered without gaps; the body is what feed and webhook send.
CREATE TABLE api_change (
    client_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (client_id, number)
);
CREATE INDEX api_change_at ON api_change (at);

CREATE TABLE webhook_delivery (
    client_id BIGINT NOT NULL,
    delivery_id BIGINT NOT NULL,
    event TEXT NOT NULL,
    number BIGINT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'delivered', 'dead')),
    attempts BIGINT NOT NULL DEFAULT 0,
    fence BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (client_id, delivery_id)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (next_at)
    WHERE state IN ('waiting', 'leased');
CREATE INDEX webhook_delivery_created ON webhook_delivery (created_at);

CREATE TABLE webhook_attempt (
    client_id BIGINT NOT NULL,
    delivery_id BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    at BIGINT NOT NULL,
    status BIGINT NOT NULL,
    failure TEXT NOT NULL,
    took_ms BIGINT NOT NULL,
    PRIMARY KEY (client_id, delivery_id, attempt)
);
CREATE INDEX webhook_attempt_at ON webhook_attempt (at);
