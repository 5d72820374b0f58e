-- Everything that belongs to a person carries the holder id first and is keyed by it, so that it can
-- be distributed by holder.
CREATE TABLE person (
    holder_id BIGINT PRIMARY KEY,
    created_at BIGINT NOT NULL
);

CREATE TABLE person_name (
    holder_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    name_sealed BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('current', 'former')),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (holder_id, seq)
);
CREATE UNIQUE INDEX person_name_current ON person_name (holder_id) WHERE state = 'current';

CREATE TABLE person_document (
    holder_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    document_type TEXT NOT NULL,
    number_sealed BYTEA NOT NULL,
    number_index BYTEA NOT NULL,
    number_masked TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('current', 'former')),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (holder_id, seq)
);

-- The mobile on the exam record, the proof of binding.
CREATE TABLE person_mobile (
    holder_id BIGINT PRIMARY KEY,
    mobile_sealed BYTEA NOT NULL,
    mobile_index BYTEA NOT NULL,
    mobile_masked TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE certificate_line (
    holder_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    current_version BIGINT NOT NULL,
    PRIMARY KEY (holder_id, line_id)
);

-- One version of one certificate. face_sealed is the encrypted canonical text of everything printed
-- on it; face_signature is the approval's signature over that text.
CREATE TABLE certificate (
    holder_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('certificate', 'pass_proof', 'query_result_proof')),
    status TEXT NOT NULL CHECK (status IN ('valid', 'suspended', 'revoked', 'cancelled', 'superseded')),
    status_reason TEXT NOT NULL,
    status_at BIGINT NOT NULL,
    batch_id BIGINT NOT NULL,
    item_id TEXT NOT NULL,
    policy_id TEXT NOT NULL,
    certificate_no TEXT NOT NULL,
    management_no TEXT NOT NULL,
    approved_on TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    face_sealed BYTEA NOT NULL,
    face_signature BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (holder_id, line_id, version)
);

CREATE TABLE paper_certificate (
    holder_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('printed', 'handed_out', 'lost', 'damaged', 'unclaimed')),
    serial_no TEXT NOT NULL,
    pickup_zh TEXT NOT NULL,
    pickup_en TEXT NOT NULL,
    deadline_on TEXT,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (holder_id, line_id)
);

-- The tick 我已核对以上信息 of one account for one version.
CREATE TABLE data_check (
    holder_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    checked_at BIGINT NOT NULL,
    PRIMARY KEY (holder_id, line_id, version, account_id)
);

CREATE TABLE endorsement (
    holder_id BIGINT NOT NULL,
    endorsement_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    slot BIGINT NOT NULL CHECK (slot >= 1),
    applied_at BIGINT NOT NULL,
    applied_on TEXT NOT NULL,
    window_ends_on TEXT NOT NULL,
    valid_until BIGINT NOT NULL,
    days BIGINT NOT NULL CHECK (days >= 1),
    scenario TEXT NOT NULL,
    recipient TEXT NOT NULL,
    repeat_no BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('pending', 'ready', 'failed', 'withdrawn', 'ended_by_office')),
    failure_code TEXT NOT NULL DEFAULT '',
    state_at BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    PRIMARY KEY (holder_id, endorsement_id),
    CHECK (valid_until > applied_at AND valid_until - applied_at <= days * 86400),
    CHECK (window_ends_on > applied_on)
);
CREATE INDEX endorsement_line ON endorsement (holder_id, line_id, applied_at);
-- One application is pending per certificate line.
CREATE UNIQUE INDEX endorsement_one_pending ON endorsement (holder_id, line_id) WHERE state = 'pending';
-- The same parameters on the same day are one application unless the holder asked for another.
CREATE UNIQUE INDEX endorsement_same_day ON endorsement
    (holder_id, line_id, applied_on, scenario, recipient, days, repeat_no)
    WHERE state IN ('pending', 'ready');

CREATE TABLE copy (
    holder_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    copy_no TEXT NOT NULL,
    copy_code TEXT NOT NULL,
    token TEXT NOT NULL,
    line_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    endorsement_id BIGINT,
    state TEXT NOT NULL CHECK (state IN ('pressing', 'released', 'failed')),
    created_at BIGINT NOT NULL,
    released_at BIGINT,
    PRIMARY KEY (holder_id, copy_id)
);
-- A certificate that needs no endorsement has one exempt copy per version.
CREATE UNIQUE INDEX copy_one_exempt ON copy (holder_id, line_id, version)
    WHERE endorsement_id IS NULL AND state <> 'failed';

CREATE TABLE copy_file (
    holder_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('pdf', 'ofd')),
    sha256 BYTEA NOT NULL,
    size BIGINT NOT NULL,
    seal_id TEXT NOT NULL,
    key_name TEXT NOT NULL,
    profile TEXT NOT NULL CHECK (profile IN ('B-B', 'B-T')),
    intent_id BIGINT NOT NULL,
    has_blob BIGINT NOT NULL,
    sealed_at BIGINT NOT NULL,
    PRIMARY KEY (holder_id, copy_id, format)
);

-- What was about to be sealed, committed before the seal is used (a record even after a power cut).
CREATE TABLE seal_intent (
    holder_id BIGINT NOT NULL,
    intent_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    format TEXT NOT NULL,
    seal_id TEXT NOT NULL,
    line_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    valid_until BIGINT,
    fence BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'sealed', 'voided')),
    planned_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (holder_id, intent_id)
);
CREATE INDEX seal_intent_copy ON seal_intent (holder_id, copy_id);

-- Anonymous views of a copy, counted per door and minute.
CREATE TABLE copy_check (
    holder_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    door TEXT NOT NULL,
    minute_at BIGINT NOT NULL,
    checks BIGINT NOT NULL,
    PRIMARY KEY (holder_id, copy_id, door, minute_at)
);

-- 反映信息有误
CREATE TABLE doubt (
    holder_id BIGINT NOT NULL,
    doubt_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    text_sealed BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (holder_id, doubt_id)
);
