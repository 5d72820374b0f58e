-- Logging in with the accounts of an OpenID provider (docs/login.md).
-- Which account somebody of a provider opens, by the keyed hash of issuer and subject: a subject may
-- be a number that says who somebody is.
CREATE TABLE lookup_provider_subject (
    subject_index BYTEA PRIMARY KEY,
    account_id BIGINT NOT NULL
);

-- The same seen from the account: one account of each provider, so that what opens an account is
-- on its page and can be taken off.
CREATE TABLE account_provider (
    account_id BIGINT NOT NULL,
    issuer TEXT NOT NULL,
    subject_index BYTEA NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, issuer)
);

-- A login that was begun and may come back once, within minutes and to the same browser; or one that
-- has come back and waits for the word of the account it shall be linked to.
CREATE TABLE provider_login (
    ticket_hash BYTEA PRIMARY KEY,
    provider TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('begun', 'arrived')),
    browser_hash BYTEA NOT NULL,
    account_id BIGINT,
    facts_sealed BYTEA,
    expires_at BIGINT NOT NULL
);
CREATE INDEX provider_login_expiry ON provider_login (expires_at);

-- Logout tokens that were obeyed; each works once.
CREATE TABLE used_logout_token (
    token_hash BYTEA PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX used_logout_token_expiry ON used_logout_token (expires_at);

-- Sessions that a provider opened, and may end. The column proof keeps a word that the binary
-- before this one knows; where a provider is named, that is the proof.
ALTER TABLE session ADD COLUMN provider TEXT;
ALTER TABLE session ADD COLUMN provider_session BYTEA;
CREATE INDEX session_provider ON session (provider_session) WHERE provider_session IS NOT NULL;
