-- Accounts, keyed by account id; look-ups keyed by what is looked up.
CREATE TABLE account (
    account_id BIGINT PRIMARY KEY,
    login_name TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('exam_platform', 'registered')),
    password_hash TEXT NOT NULL,
    name_sealed BYTEA NOT NULL,
    document_type TEXT NOT NULL,
    number_sealed BYTEA NOT NULL,
    number_index BYTEA NOT NULL,
    number_masked TEXT NOT NULL,
    mobile_sealed BYTEA NOT NULL,
    mobile_index BYTEA NOT NULL,
    mobile_masked TEXT NOT NULL,
    mobile_confirmed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_login_at BIGINT
);

-- What the account said about itself before a correction.
CREATE TABLE account_former_identity (
    account_id BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    name_sealed BYTEA NOT NULL,
    document_type TEXT NOT NULL,
    number_sealed BYTEA NOT NULL,
    number_masked TEXT NOT NULL,
    PRIMARY KEY (account_id, changed_at)
);

-- Failed logins in a row by keyed hash of the typed name, whether or not an account has it: known
-- and unknown names are delayed and disabled alike.
CREATE TABLE login_failure (
    name_index BYTEA PRIMARY KEY,
    failures BIGINT NOT NULL,
    failed_at BIGINT NOT NULL
);

-- An account bound to a person; a closed binding stays as history.
CREATE TABLE account_holder (
    account_id BIGINT NOT NULL,
    holder_id BIGINT NOT NULL,
    proof TEXT NOT NULL,
    bound_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (account_id, holder_id)
);

CREATE TABLE binding_request (
    account_id BIGINT NOT NULL,
    request_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, request_id)
);
CREATE UNIQUE INDEX binding_request_one_open ON binding_request (account_id) WHERE state = 'open';

CREATE TABLE consent (
    account_id BIGINT NOT NULL,
    notice_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    accepted_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (account_id, notice_id, version)
);

CREATE TABLE session (
    token_hash BYTEA PRIMARY KEY,
    account_id BIGINT NOT NULL,
    proof TEXT NOT NULL CHECK (proof IN ('password', 'one_time_code')),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    device TEXT NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_seen ON session (seen_at);

-- One request for a code. subject_index is the keyed hash of what it is for: a mobile, or an account
-- that wants to be bound. A request nobody can fulfil is a row as well, so that it looks the same.
CREATE TABLE one_time_code (
    ticket_hash BYTEA PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('login', 'register', 'bind')),
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
CREATE INDEX one_time_code_subject ON one_time_code (subject_index, created_at);
CREATE INDEX one_time_code_expiry ON one_time_code (expires_at);

CREATE TABLE message (
    message_id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    to_sealed BYTEA NOT NULL,
    to_masked TEXT NOT NULL,
    parameters_sealed BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX message_queued ON message (message_id) WHERE state = 'queued';

CREATE TABLE lookup_login (login_name TEXT PRIMARY KEY, account_id BIGINT NOT NULL);
CREATE TABLE lookup_mobile (mobile_index BYTEA NOT NULL, account_id BIGINT NOT NULL, PRIMARY KEY (mobile_index, account_id));
CREATE TABLE lookup_document (number_index BYTEA NOT NULL, holder_id BIGINT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (number_index, holder_id));
CREATE TABLE lookup_account_document (number_index BYTEA NOT NULL, account_id BIGINT NOT NULL, PRIMARY KEY (number_index, account_id));
CREATE TABLE lookup_certificate_no (certificate_no TEXT PRIMARY KEY, holder_id BIGINT NOT NULL, line_id BIGINT NOT NULL);
CREATE TABLE lookup_management_no (management_no TEXT PRIMARY KEY, holder_id BIGINT NOT NULL, line_id BIGINT NOT NULL);
CREATE TABLE lookup_copy_token (token TEXT PRIMARY KEY, holder_id BIGINT NOT NULL, copy_id BIGINT NOT NULL);
CREATE TABLE lookup_copy_code (copy_code TEXT PRIMARY KEY, holder_id BIGINT NOT NULL, copy_id BIGINT NOT NULL);
CREATE TABLE lookup_copy_no (copy_no TEXT PRIMARY KEY, holder_id BIGINT NOT NULL, copy_id BIGINT NOT NULL);
CREATE TABLE lookup_file (sha256 BYTEA PRIMARY KEY, holder_id BIGINT NOT NULL, copy_id BIGINT NOT NULL, format TEXT NOT NULL);

-- One copy, one download, ten minutes: for in-app browsers that lose the session on hand-over.
CREATE TABLE download_link (
    token_hash BYTEA PRIMARY KEY,
    holder_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    format TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
