-- Accounts of people who only check need no more than a mobile: name and document are stated
-- together, or not at all. SQLite cannot drop NOT NULL, so the table is written anew.
CREATE TABLE account_next (
    account_id BIGINT PRIMARY KEY,
    login_name TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('exam_platform', 'registered')),
    password_hash TEXT NOT NULL,
    name_sealed BYTEA,
    document_type TEXT,
    number_sealed BYTEA,
    number_index BYTEA,
    number_masked TEXT,
    mobile_sealed BYTEA NOT NULL,
    mobile_index BYTEA NOT NULL,
    mobile_masked TEXT NOT NULL,
    mobile_confirmed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_login_at BIGINT,
    CHECK ((name_sealed IS NULL) = (document_type IS NULL)),
    CHECK ((name_sealed IS NULL) = (number_sealed IS NULL)),
    CHECK ((name_sealed IS NULL) = (number_index IS NULL)),
    CHECK ((name_sealed IS NULL) = (number_masked IS NULL))
);
INSERT INTO account_next (account_id, login_name, origin, password_hash, name_sealed, document_type,
                          number_sealed, number_index, number_masked, mobile_sealed, mobile_index,
                          mobile_masked, mobile_confirmed, created_at, last_login_at)
SELECT account_id, login_name, origin, password_hash, name_sealed, document_type, number_sealed,
       number_index, number_masked, mobile_sealed, mobile_index, mobile_masked, mobile_confirmed,
       created_at, last_login_at
FROM account;
DROP TABLE account;
ALTER TABLE account_next RENAME TO account;

-- 核验单位. A code that is only stated blocks nobody; confirmed, it is one organisation's
-- (docs/choices.md#c58). An authority is confirmed by the office.
CREATE TABLE organisation (
    organisation_id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    uscc TEXT NOT NULL,
    contact_name_sealed BYTEA NOT NULL,
    contact_phone_sealed BYTEA NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('stated', 'confirmed', 'closed')),
    class TEXT NOT NULL CHECK (class IN ('ordinary', 'authority')),
    created_at BIGINT NOT NULL,
    standing_at BIGINT NOT NULL,
    CHECK (class = 'ordinary' OR standing <> 'stated')
);
CREATE INDEX organisation_uscc ON organisation (uscc);
CREATE UNIQUE INDEX organisation_confirmed ON organisation (uscc) WHERE standing = 'confirmed';

-- Who acts for it. An account has five slots; a closed organisation takes none.
CREATE TABLE organisation_member (
    organisation_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'member')),
    slot BIGINT CHECK (slot BETWEEN 1 AND 5),
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, account_id)
);
CREATE UNIQUE INDEX organisation_member_slot ON organisation_member (account_id, slot)
    WHERE slot IS NOT NULL;
CREATE INDEX organisation_member_account ON organisation_member (account_id);

-- 邀请: used once. Found by a keyed index of its code; sealed, so that owners can read it again.
CREATE TABLE organisation_invitation (
    organisation_id BIGINT NOT NULL,
    invitation_id BIGINT NOT NULL,
    code_index BYTEA NOT NULL,
    code_sealed BYTEA NOT NULL,
    made_by BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    used_by BIGINT,
    PRIMARY KEY (organisation_id, invitation_id),
    CHECK (used_by IS NULL OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX organisation_invitation_code ON organisation_invitation (code_index);

-- 常用用途, sealed: they may name a person. Two in use never have the same words.
CREATE TABLE organisation_purpose (
    organisation_id BIGINT NOT NULL,
    purpose_id BIGINT NOT NULL,
    text_sealed BYTEA NOT NULL,
    text_index BYTEA NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('ordinary', 'bid_evaluation')),
    created_at BIGINT NOT NULL,
    retired_at BIGINT,
    PRIMARY KEY (organisation_id, purpose_id)
);
CREATE UNIQUE INDEX organisation_purpose_words ON organisation_purpose (organisation_id, text_index)
    WHERE retired_at IS NULL;

-- For whom the person behind a session acts, why, and from which day on holders are shown it.
ALTER TABLE session ADD COLUMN acting_organisation BIGINT;
ALTER TABLE session ADD COLUMN acting_purpose_sealed BYTEA;
ALTER TABLE session ADD COLUMN acting_shown_from TEXT;

-- Who made a check for an organisation: one of its accounts, or one of its API clients.
ALTER TABLE certificate_check ADD COLUMN made_by BIGINT;

-- How much a client asked lately, by operation.
CREATE INDEX api_call_client_at ON api_call (client_id, at);
