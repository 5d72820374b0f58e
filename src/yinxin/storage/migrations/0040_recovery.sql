-- 身份核实: people whom no code can reach, and what the office made of them. The office works through
-- those of many accounts, and some have no account to log in to: a table of its own. What the
-- applicant says about himself is sealed.
CREATE TABLE identity_case (
    case_id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('binding', 'recovery')),
    account_id BIGINT,
    issuer_id TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('open', 'asked', 'proposed', 'confirmed', 'refused', 'withdrawn')),
    applicant_sealed BYTEA NOT NULL,
    requested_at BIGINT NOT NULL,
    waits_since BIGINT NOT NULL,
    proposed_by BIGINT,
    decided_by BIGINT,
    settled_at BIGINT,
    CHECK (kind <> 'binding' OR account_id IS NOT NULL),
    CHECK ((state IN ('open', 'asked', 'proposed')) = (settled_at IS NULL)),
    CHECK (state NOT IN ('proposed', 'confirmed', 'refused') OR proposed_by IS NOT NULL),
    CHECK (state NOT IN ('confirmed', 'refused') OR decided_by IS NOT NULL),
    CHECK (decided_by IS NULL OR decided_by <> proposed_by)
);
-- What is settled grows for ever, what is not stays small.
CREATE INDEX identity_case_unsettled ON identity_case (waits_since) WHERE settled_at IS NULL;
CREATE INDEX identity_case_settled ON identity_case (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX identity_case_of ON identity_case (account_id, requested_at)
    WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX identity_case_one_unsettled ON identity_case (account_id)
    WHERE settled_at IS NULL AND account_id IS NOT NULL;

-- What was said, in the order of seq; the statement is 0.
CREATE TABLE identity_message (
    case_id BIGINT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('statement', 'addition', 'question', 'reply', 'answer')),
    author_id BIGINT NOT NULL,
    text_sealed BYTEA NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, seq)
);

-- Evidence. Uploaded first, sent with a message: case_id is empty between the two, and owner_index
-- (the keyed hash of the account, or of the ticket of somebody who has none) says whose it is.
CREATE TABLE identity_file (
    file_id BIGINT PRIMARY KEY,
    owner_index BYTEA NOT NULL,
    case_id BIGINT,
    seq BIGINT,
    name_sealed BYTEA NOT NULL,
    media TEXT NOT NULL CHECK (media IN ('application/pdf', 'image/png', 'image/jpeg')),
    size BIGINT NOT NULL,
    blob_sha256 BYTEA NOT NULL,
    uploaded_at BIGINT NOT NULL,
    delete_at BIGINT,
    CHECK ((case_id IS NULL) = (seq IS NULL))
);
CREATE INDEX identity_file_of ON identity_file (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX identity_file_unsent ON identity_file (owner_index) WHERE case_id IS NULL;
CREATE INDEX identity_file_delete ON identity_file (delete_at) WHERE delete_at IS NOT NULL;

-- 更换手机: asked for by somebody who lost the old one, and in force when nobody objected in time.
CREATE TABLE mobile_change (
    change_id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    mobile_sealed BYTEA NOT NULL,
    proof TEXT NOT NULL CHECK (proof IN ('password', 'certificate')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'applied', 'objected', 'replaced')),
    asked_at BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    ended_at BIGINT,
    CHECK (effective_at >= asked_at),
    CHECK ((state = 'waiting') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX mobile_change_one_waiting ON mobile_change (account_id)
    WHERE state = 'waiting';
CREATE INDEX mobile_change_due ON mobile_change (effective_at) WHERE state = 'waiting';

-- 合并账号: the account that was given up, and the one that is kept; its login name leads there.
CREATE TABLE account_merge (
    account_id BIGINT PRIMARY KEY,
    kept_id BIGINT NOT NULL,
    proposal_id BIGINT NOT NULL,
    merged_at BIGINT NOT NULL,
    CHECK (account_id <> kept_id)
);
CREATE INDEX account_merge_kept ON account_merge (kept_id);

-- Codes for recovery: SQLite cannot alter a check, and a list that grows with every use is of little
-- use in the database; the program knows its purposes.
CREATE TABLE one_time_code_next (
    ticket_hash BYTEA PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose <> ''),
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
INSERT INTO one_time_code_next (ticket_hash, purpose, subject_index, code_hash, facts_sealed,
                                mobile_masked, attempts, sends, created_at, sent_at, expires_at,
                                used_at)
SELECT ticket_hash, purpose, subject_index, code_hash, facts_sealed, mobile_masked, attempts, sends,
       created_at, sent_at, expires_at, used_at
FROM one_time_code;
DROP TABLE one_time_code;
ALTER TABLE one_time_code_next RENAME TO one_time_code;
CREATE INDEX one_time_code_subject ON one_time_code (subject_index, created_at);
CREATE INDEX one_time_code_expiry ON one_time_code (expires_at);
