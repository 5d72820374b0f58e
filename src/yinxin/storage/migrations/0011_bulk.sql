-- 批量核验: many people and files checked at once, for one purpose. What is handed in is sealed, and
-- goes as soon as it is answered; answers and documents go when their time is over. The job claims a
-- check for a short while at a time (lease, fence), in turns (turn).
CREATE TABLE bulk_check (
    bulk_id BIGINT PRIMARY KEY,
    owner_kind TEXT NOT NULL CHECK (owner_kind IN ('account', 'client')),
    owner_id BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('receiving', 'draft', 'running', 'closing', 'finished')),
    language TEXT NOT NULL,
    name_sealed BYTEA NOT NULL,
    checker_sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    is_cancelled BIGINT NOT NULL DEFAULT 0,
    expires_at BIGINT NOT NULL,
    items_total BIGINT NOT NULL DEFAULT 0,
    items_done BIGINT NOT NULL DEFAULT 0,
    fence BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    run_after BIGINT NOT NULL DEFAULT 0,
    turn BIGINT NOT NULL DEFAULT 0,
    CHECK (items_done <= items_total)
);
CREATE INDEX bulk_check_owner ON bulk_check (owner_kind, owner_id, bulk_id);
-- One that waits to be started and one that runs: more of one owner wait for nobody but themselves.
CREATE UNIQUE INDEX bulk_check_draft ON bulk_check (owner_kind, owner_id) WHERE state = 'draft';
CREATE UNIQUE INDEX bulk_check_running ON bulk_check (owner_kind, owner_id)
    WHERE state = 'running';
CREATE INDEX bulk_check_turn ON bulk_check (turn) WHERE state IN ('running', 'closing');
CREATE INDEX bulk_check_over ON bulk_check (expires_at);

-- A table of a draft, all its rows; gone when the check starts.
CREATE TABLE bulk_table (
    bulk_id BIGINT NOT NULL,
    table_no BIGINT NOT NULL,
    name_sealed BYTEA NOT NULL,
    rows_sealed BYTEA NOT NULL,
    header_rows BIGINT NOT NULL,
    name_column BIGINT,
    id_column BIGINT,
    number_column BIGINT,
    PRIMARY KEY (bulk_id, table_no)
);

-- A file that is no table; gone when it is answered.
CREATE TABLE bulk_file (
    bulk_id BIGINT NOT NULL,
    file_no BIGINT NOT NULL,
    name_sealed BYTEA NOT NULL,
    size BIGINT NOT NULL,
    fault TEXT NOT NULL DEFAULT '',
    content_sealed BYTEA,
    PRIMARY KEY (bulk_id, file_no)
);

-- What waits to be checked: the three fields of a row, or the file of this number. Gone when it is
-- answered.
CREATE TABLE bulk_item (
    bulk_id BIGINT NOT NULL,
    item_no BIGINT NOT NULL,
    file_no BIGINT,
    row_sealed BYTEA,
    PRIMARY KEY (bulk_id, item_no),
    CHECK ((file_no IS NULL) <> (row_sealed IS NULL))
);

-- The answers: one for a row, for a file one or one for each code found in it. The key keeps an item
-- from being answered twice.
CREATE TABLE bulk_answer (
    bulk_id BIGINT NOT NULL,
    item_no BIGINT NOT NULL,
    part BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    answer_sealed BYTEA NOT NULL,
    PRIMARY KEY (bulk_id, item_no, part)
);
CREATE INDEX bulk_answer_rank ON bulk_answer (bulk_id, rank, item_no, part);

-- The result as a table in two formats, and the summary as a sealed PDF and a signed JSON.
CREATE TABLE bulk_document (
    bulk_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('xlsx', 'csv', 'pdf', 'json')),
    content_sealed BYTEA NOT NULL,
    PRIMARY KEY (bulk_id, kind)
);

-- What stays for ever, so that a filed summary or result can be recognised.
CREATE TABLE bulk_summary (
    number TEXT PRIMARY KEY,
    bulk_id BIGINT NOT NULL UNIQUE,
    ended_at BIGINT NOT NULL,
    items BIGINT NOT NULL,
    answers BIGINT NOT NULL,
    valid BIGINT NOT NULL,
    is_cancelled BIGINT NOT NULL,
    xlsx_sha256 BYTEA NOT NULL,
    csv_sha256 BYTEA NOT NULL,
    pdf_sha256 BYTEA,
    json_sha256 BYTEA
);
CREATE INDEX bulk_summary_xlsx ON bulk_summary (xlsx_sha256);
CREATE INDEX bulk_summary_csv ON bulk_summary (csv_sha256);
CREATE INDEX bulk_summary_pdf ON bulk_summary (pdf_sha256);
CREATE INDEX bulk_summary_json ON bulk_summary (json_sha256);
