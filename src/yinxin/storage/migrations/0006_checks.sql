-- 核验记录: who checked a certificate, when, through which door, and why. Anonymous looks are only
-- counted (copy_check). The checker's name and purpose are sealed: they may name a person.
CREATE TABLE certificate_check (
    holder_id BIGINT NOT NULL,
    check_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    visible_from BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    copy_no TEXT,
    door TEXT NOT NULL
        CHECK (door IN ('page', 'code', 'upload', 'match', 'query', 'bulk', 'api')),
    checker_kind TEXT NOT NULL CHECK (checker_kind IN ('account', 'organisation', 'client')),
    checker_id TEXT NOT NULL,
    checker_name_sealed BYTEA NOT NULL,
    purpose_sealed BYTEA NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (holder_id, check_id)
);
CREATE INDEX certificate_check_visible ON certificate_check (holder_id, visible_from);
-- A checker's own history.
CREATE INDEX certificate_check_by ON certificate_check (checker_kind, checker_id, at);
