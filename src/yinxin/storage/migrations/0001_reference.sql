-- Reference tables: small, the same for every holder, copied to every node.
CREATE TABLE issuer (
    issuer_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('government', 'association')),
    uscc TEXT NOT NULL UNIQUE,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    contact_zh TEXT NOT NULL,
    contact_en TEXT NOT NULL,
    phone TEXT NOT NULL
);

CREATE TABLE seal (
    seal_id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuer (issuer_id),
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('applied', 'made', 'filed', 'in_use', 'suspended', 'cancelled')),
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
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
    certificate_pem TEXT,
    chain_pem TEXT,
    crl_pem TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE policy (
    policy_id TEXT PRIMARY KEY,
    max_days BIGINT NOT NULL CHECK (max_days BETWEEN 1 AND 3660),
    quota BIGINT NOT NULL CHECK (quota BETWEEN 1 AND 100),
    window_days BIGINT NOT NULL CHECK (window_days BETWEEN 1 AND 3660),
    advise_below BIGINT NOT NULL,
    scenarios TEXT NOT NULL,
    counting TEXT NOT NULL,
    exempt_before TEXT
);

CREATE TABLE qualification (
    item_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('entry', 'level')),
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    sort_key BIGINT NOT NULL
);

CREATE TABLE qualification_edition (
    item_id TEXT NOT NULL REFERENCES qualification (item_id),
    from_year BIGINT NOT NULL,
    until_year BIGINT,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    authorities_zh TEXT NOT NULL,
    authorities_en TEXT NOT NULL,
    issuer_id TEXT NOT NULL REFERENCES issuer (issuer_id),
    template_id TEXT NOT NULL,
    seal_id TEXT NOT NULL REFERENCES seal (seal_id),
    policy_id TEXT NOT NULL REFERENCES policy (policy_id),
    PRIMARY KEY (item_id, from_year)
);

-- A level, a specialty of a level, or the item itself where it has neither.
CREATE TABLE qualification_branch (
    item_id TEXT NOT NULL,
    from_year BIGINT NOT NULL,
    branch_code TEXT NOT NULL,
    level_zh TEXT NOT NULL,
    level_en TEXT NOT NULL,
    specialty_zh TEXT NOT NULL,
    specialty_en TEXT NOT NULL,
    sort_key BIGINT NOT NULL,
    PRIMARY KEY (item_id, from_year, branch_code),
    FOREIGN KEY (item_id, from_year) REFERENCES qualification_edition (item_id, from_year)
);

-- Whether a certificate is visible is derived from its batch: releasing or recalling is one write.
CREATE TABLE batch (
    batch_id BIGINT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuer (issuer_id),
    item_id TEXT NOT NULL REFERENCES qualification (item_id),
    exam_year BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('checking', 'approved', 'released', 'recalled')),
    certificate_count BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
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
