-- Staff of the issuing offices: apart from the accounts of holders and verifiers in every table.
CREATE TABLE staff (
    staff_id BIGINT PRIMARY KEY,
    login_name TEXT NOT NULL,
    name_sealed BYTEA NOT NULL,
    issuer_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
    password_hash TEXT NOT NULL,
    totp_sealed BYTEA,
    totp_step BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    last_login_at BIGINT,
    CHECK (state = 'invited' OR (password_hash <> '' AND totp_sealed IS NOT NULL))
);
CREATE TABLE lookup_staff_login (login_name TEXT PRIMARY KEY, staff_id BIGINT NOT NULL);

-- The three administrators exclude each other and every other role; 0014_staff_roles holds it too.
CREATE TABLE staff_role (
    staff_id BIGINT NOT NULL,
    role TEXT NOT NULL
        CHECK (role IN ('clerk', 'approver', 'correspondent', 'editor', 'statistics_reader',
                        'system_administrator', 'security_administrator', 'audit_administrator')),
    granted_by BIGINT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, role)
);

-- An invitation, or the way back in after a lost factor; the code is known to nobody but who got it.
CREATE TABLE staff_invitation (
    code_hash BYTEA PRIMARY KEY,
    staff_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('enrol', 'recover')),
    secret_sealed BYTEA NOT NULL,
    made_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX staff_invitation_of ON staff_invitation (staff_id);

CREATE TABLE staff_recovery_code (
    staff_id BIGINT NOT NULL,
    code_hash BYTEA NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (staff_id, code_hash)
);

CREATE TABLE staff_passkey (
    credential_id BYTEA PRIMARY KEY,
    staff_id BIGINT NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX staff_passkey_of ON staff_passkey (staff_id);

-- confirmed_at is when the second factor was last shown; empty: only the password was.
CREATE TABLE staff_session (
    token_hash BYTEA PRIMARY KEY,
    staff_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    address TEXT NOT NULL,
    device TEXT NOT NULL
);
CREATE INDEX staff_session_of ON staff_session (staff_id);
CREATE INDEX staff_session_seen ON staff_session (seen_at);
