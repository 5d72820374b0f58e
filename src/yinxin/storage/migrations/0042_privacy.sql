-- 用证码: a holder lets one organisation fetch one endorsed copy, once (docs/authorised-use.md). The
-- words of the purpose may name a person and are sealed; of the code only a keyed hash is kept.
CREATE TABLE authorised_use (
    holder_id BIGINT NOT NULL,
    use_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    endorsement_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL,
    organisation_name TEXT NOT NULL,
    purpose_sealed BYTEA NOT NULL,
    code_hash BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    wrong_tries BIGINT NOT NULL DEFAULT 0,
    wrong_at BIGINT,
    redeemed_at BIGINT,
    redeemed_by BIGINT,
    withdrawn_at BIGINT,
    PRIMARY KEY (holder_id, use_id),
    CHECK ((redeemed_at IS NULL) = (redeemed_by IS NULL)),
    CHECK ((wrong_at IS NULL) = (wrong_tries = 0))
);
CREATE UNIQUE INDEX authorised_use_copy ON authorised_use (holder_id, copy_id);
CREATE INDEX authorised_use_line ON authorised_use (holder_id, line_id, made_at);

-- Where a code leads.
CREATE TABLE lookup_authorised_use (
    code_hash BYTEA PRIMARY KEY,
    holder_id BIGINT NOT NULL,
    use_id BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX lookup_authorised_use_end ON lookup_authorised_use (ends_at);

-- What an organisation has fetched: the key is the use, so that none is redeemed twice.
CREATE TABLE authorised_fetch (
    use_id BIGINT PRIMARY KEY,
    organisation_id BIGINT NOT NULL,
    holder_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    fetched_at BIGINT NOT NULL,
    fetched_by BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX authorised_fetch_organisation ON authorised_fetch (organisation_id, fetched_at);

-- An account its owner has closed: a login before closes_at takes it back; after erase_at what is
-- personal goes (docs/privacy.md).
CREATE TABLE account_closing (
    account_id BIGINT PRIMARY KEY,
    asked_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    erase_at BIGINT NOT NULL,
    closed_at BIGINT,
    erased_at BIGINT,
    CHECK (asked_at < closes_at AND closes_at <= erase_at),
    CHECK (closed_at IS NULL OR closed_at >= closes_at),
    CHECK (erased_at IS NULL OR erased_at >= erase_at),
    CHECK (erased_at IS NULL OR closed_at IS NOT NULL)
);
CREATE INDEX account_closing_to_close ON account_closing (closes_at) WHERE closed_at IS NULL;
CREATE INDEX account_closing_to_erase ON account_closing (erase_at) WHERE erased_at IS NULL;

-- What was erased because its time was over: how many rows of which kind on which civil day, and
-- nothing of what stood in them.
CREATE TABLE erasure (
    day BIGINT NOT NULL,
    what TEXT NOT NULL,
    erased BIGINT NOT NULL,
    PRIMARY KEY (day, what)
);
