-- 代理申请: somebody with written authority asks for a person. Two kinds of requests become five, and
-- SQLite cannot alter a check: the program knows its kinds, and the table is written anew a last time.
CREATE TABLE identity_case_next (
    case_id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind <> ''),
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
INSERT INTO identity_case_next (case_id, kind, account_id, issuer_id, state, applicant_sealed,
                                requested_at, waits_since, proposed_by, decided_by, settled_at)
SELECT case_id, kind, account_id, issuer_id, state, applicant_sealed, requested_at, waits_since,
       proposed_by, decided_by, settled_at
FROM identity_case;
DROP TABLE identity_case;
ALTER TABLE identity_case_next RENAME TO identity_case;
CREATE INDEX identity_case_unsettled ON identity_case (waits_since) WHERE settled_at IS NULL;
CREATE INDEX identity_case_settled ON identity_case (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX identity_case_of ON identity_case (account_id, requested_at)
    WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX identity_case_one_unsettled ON identity_case (account_id)
    WHERE settled_at IS NULL AND account_id IS NOT NULL;
