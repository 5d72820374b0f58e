-- Batches get the states between a decision and their holders; SQLite cannot alter a check.
CREATE TABLE batch_next (
    batch_id BIGINT PRIMARY KEY,
    issuer_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    exam_year BIGINT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('scoring', 'checking', 'refused', 'issuing', 'approved', 'released',
                         'recalled', 'stopped')),
    certificate_count BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    announced_at BIGINT,
    -- When its certificates become visible; NULL: as soon as they are written.
    release_at BIGINT,
    -- When they first were; NULL: nobody outside the office has seen them.
    released_at BIGINT,
    -- 签发日期 of certificates whose rows name none.
    issue_day TEXT,
    -- How far the writing is: rows of the import up to the cursor are done. Who writes the next piece
    -- must find the cursor where it was read, so that a late writer is refused.
    written_at BIGINT,
    issue_cursor BIGINT NOT NULL DEFAULT 0,
    issued_count BIGINT NOT NULL DEFAULT 0,
    leftover_count BIGINT NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT '',
    -- The message its holders are being told, and up to which of them.
    notice TEXT NOT NULL DEFAULT '',
    notice_cursor BIGINT NOT NULL DEFAULT 0
);
INSERT INTO batch_next (batch_id, issuer_id, item_id, exam_year, state, certificate_count,
                        changed_at, announced_at, released_at, written_at, issued_count)
SELECT batch_id, issuer_id, item_id, exam_year, state, certificate_count, changed_at, announced_at,
       CASE WHEN state IN ('released', 'recalled') THEN changed_at END,
       CASE WHEN state IN ('approved', 'released', 'recalled') THEN changed_at END,
       CASE WHEN state IN ('approved', 'released', 'recalled') THEN certificate_count ELSE 0 END
FROM batch;
DROP TABLE batch;
ALTER TABLE batch_next RENAME TO batch;
CREATE INDEX batch_work ON batch (state, release_at) WHERE state IN ('issuing', 'approved');
CREATE INDEX batch_notice ON batch (batch_id) WHERE notice <> '';
CREATE INDEX batch_exam ON batch (item_id, exam_year);
-- The certificates of a batch, for those who are told of it (crosses holders).
CREATE INDEX certificate_batch ON certificate (batch_id, holder_id);
CREATE INDEX account_holder_told ON account_holder (holder_id) WHERE ended_at IS NULL;

-- What happened to a batch, in the order of its ids; reasons may name a person.
CREATE TABLE batch_step (
    batch_id BIGINT NOT NULL,
    step_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    staff_id BIGINT NOT NULL,
    proposal_id BIGINT NOT NULL,
    reason_sealed BYTEA NOT NULL,
    release_at BIGINT,
    PRIMARY KEY (batch_id, step_id)
);

-- Rows of an approved batch that got no certificate.
CREATE TABLE batch_leftover (
    batch_id BIGINT NOT NULL,
    row_no BIGINT NOT NULL,
    reason TEXT NOT NULL,
    result_sealed BYTEA NOT NULL,
    PRIMARY KEY (batch_id, row_no)
);

-- Counters of certificate numbers; what was reserved is never given again.
CREATE TABLE number_series (
    issuer_id TEXT NOT NULL,
    series TEXT NOT NULL,
    next_no BIGINT NOT NULL CHECK (next_no >= 1),
    PRIMARY KEY (issuer_id, series)
);
