-- Reference tables: small, the same for every holder, copied to every node.
-- Catalogue, issuers and policies as one versioned text (docs/adr/0005): read whole at start.
CREATE TABLE reference_text (
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    effective_at BIGINT NOT NULL,
    PRIMARY KEY (name, version)
);

CREATE TABLE seal (
    seal_id TEXT PRIMARY KEY,
    seal_type TEXT NOT NULL,
    issuer_id TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('applied', 'made', 'filed', 'in_use', 'suspended', 'cancelled')),
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    key_name TEXT NOT NULL,
    uses BIGINT NOT NULL DEFAULT 0
);

-- Every key of the installation, the one table of design section 7; the key itself is never here.
CREATE TABLE key_register (
    key_name TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    location TEXT NOT NULL,
    used_by TEXT NOT NULL,
    rotation TEXT NOT NULL,
    public_key BYTEA,
    certificate_pem TEXT,
    chain_pem TEXT,
    crl_pem TEXT,
    created_at BIGINT NOT NULL
);

-- The quota beside the rows it bounds, so that the database can enforce it; the whole policy is in
-- the reference text.
CREATE TABLE policy (
    policy_id TEXT PRIMARY KEY,
    quota BIGINT NOT NULL CHECK (quota BETWEEN 1 AND 100)
);

-- Whether a certificate is visible is derived from its batch: releasing or recalling is one write.
CREATE TABLE batch (
    batch_id BIGINT PRIMARY KEY,
    issuer_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    exam_year BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('scoring', 'checking', 'approved', 'released', 'recalled')),
    certificate_count BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    announced_at BIGINT
);

CREATE TABLE notice (
    notice_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    body_zh TEXT NOT NULL,
    body_en TEXT NOT NULL,
    PRIMARY KEY (notice_id, version)
);

CREATE TABLE article (
    article_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('announcement', 'faq')),
    sort_key BIGINT NOT NULL,
    published_on TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    body_zh TEXT NOT NULL,
    body_en TEXT NOT NULL
);
