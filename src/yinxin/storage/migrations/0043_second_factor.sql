-- The second factor of holders who want one (docs/accounts.md). The secret of the authenticator app
-- is sealed; last_step keeps a code from working twice.
CREATE TABLE account_totp (
    account_id BIGINT PRIMARY KEY,
    secret_sealed BYTEA NOT NULL,
    last_step BIGINT NOT NULL,
    added_at BIGINT NOT NULL
);

-- Up to five passkeys, each in a slot of its own. Its name may name a person and is sealed.
CREATE TABLE account_passkey (
    account_id BIGINT NOT NULL,
    slot BIGINT NOT NULL CHECK (slot BETWEEN 1 AND 5),
    credential_id BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    label_sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    PRIMARY KEY (account_id, slot),
    UNIQUE (account_id, credential_id)
);

-- Ten recovery codes, keyed hashes; each works once.
CREATE TABLE account_recovery_code (
    account_id BIGINT NOT NULL,
    code_hash BYTEA NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, code_hash)
);

-- Browsers an account was opened from, by the keyed hash of account and mark: the rows of two
-- accounts used at one browser do not show it. Before trusted_from a device is new.
CREATE TABLE account_device (
    account_id BIGINT NOT NULL,
    device_index BYTEA NOT NULL,
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    trusted_from BIGINT NOT NULL,
    PRIMARY KEY (account_id, device_index)
);
CREATE INDEX account_device_seen ON account_device (last_seen_at);

-- Sessions begun by a binary before this one have none of these and are asked nothing.
ALTER TABLE session ADD COLUMN device_index BYTEA;
ALTER TABLE session ADD COLUMN trusted_from BIGINT;
ALTER TABLE session ADD COLUMN confirmed_at BIGINT;
