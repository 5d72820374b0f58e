-- Keys with which people of the office sign requests of their programs (docs/office-cli.md).
-- key_id is the base64url of the SHA-256 of the key.
CREATE TABLE staff_key (
    key_id TEXT PRIMARY KEY,
    staff_id BIGINT NOT NULL,
    public_key BYTEA NOT NULL,
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX staff_key_of ON staff_key (staff_id);

-- Challenges of passkeys and numbers of signed requests that were used: none works twice.
CREATE TABLE staff_used_once (
    value_hash BYTEA PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX staff_used_once_over ON staff_used_once (expires_at);
