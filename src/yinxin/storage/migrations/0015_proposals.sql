-- 待复核事项: what one person prepares and another decides on. Nobody decides on what is his own.
CREATE TABLE proposal (
    proposal_id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    issuer_id TEXT NOT NULL,
    object TEXT NOT NULL,
    object_tag TEXT NOT NULL,
    facts_sealed BYTEA NOT NULL,
    reason_sealed BYTEA NOT NULL,
    decision_no TEXT NOT NULL,
    attachment_sha256 BYTEA,
    attachment_name TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL
        CHECK (state IN ('open', 'approved', 'applied', 'refused', 'withdrawn', 'failed')),
    maker_id BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    effective_at BIGINT,
    decider_id BIGINT,
    decided_at BIGINT,
    note_sealed BYTEA,
    applied_at BIGINT,
    failure_code TEXT NOT NULL DEFAULT '',
    escalated_at BIGINT,
    CHECK (decider_id IS NULL OR decider_id <> maker_id),
    CHECK (state IN ('open', 'withdrawn') OR decider_id IS NOT NULL)
);
CREATE INDEX proposal_state ON proposal (state, made_at);
CREATE INDEX proposal_object ON proposal (object, made_at);
-- One of a kind at a time about one thing.
CREATE UNIQUE INDEX proposal_one_open ON proposal (object, kind)
    WHERE state IN ('open', 'approved');
