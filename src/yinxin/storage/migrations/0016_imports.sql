-- 导入: a table of results on its way from an upload to a batch. Everything that names a person is
-- sealed; rows are found by blind indexes.
CREATE TABLE import (
    import_id BIGINT PRIMARY KEY,
    issuer_id TEXT NOT NULL,
    made_by BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    state TEXT NOT NULL
        CHECK (state IN ('reading', 'mapping', 'staging', 'checking', 'checked', 'submitted',
                         'refused', 'discarded')),
    failure_code TEXT NOT NULL DEFAULT '',
    failure_facts TEXT NOT NULL DEFAULT '',
    head_sealed BYTEA,
    plan_sealed BYTEA,
    item_id TEXT NOT NULL DEFAULT '',
    exam_year BIGINT NOT NULL DEFAULT 0,
    rows_total BIGINT NOT NULL DEFAULT 0,
    rows_done BIGINT NOT NULL DEFAULT 0,
    cursor_row BIGINT NOT NULL DEFAULT 0,
    rows_good BIGINT NOT NULL DEFAULT 0,
    rows_faulty BIGINT NOT NULL DEFAULT 0,
    rows_left_out BIGINT NOT NULL DEFAULT 0,
    rows_without_photo BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    batch_id BIGINT,
    submitted_by BIGINT,
    submitted_at BIGINT,
    CHECK (state <> 'submitted' OR (batch_id IS NOT NULL AND submitted_at IS NOT NULL))
);
CREATE INDEX import_of ON import (issuer_id, made_at);
CREATE INDEX import_work ON import (state, lease_until)
    WHERE state IN ('reading', 'staging', 'checking');
CREATE UNIQUE INDEX import_batch ON import (batch_id) WHERE batch_id IS NOT NULL;

-- What was uploaded: the bytes wait in a file sealed with a key of its own until they are used;
-- then the file goes and spool is ''.
CREATE TABLE import_file (
    import_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('sheet', 'photos')),
    name_sealed BYTEA NOT NULL,
    spool TEXT NOT NULL,
    key_sealed BYTEA,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    first_entry BIGINT NOT NULL DEFAULT 0,
    uploaded_at BIGINT NOT NULL,
    PRIMARY KEY (import_id, kind)
);
CREATE INDEX import_file_spool ON import_file (spool) WHERE spool <> '';

-- One row of the sheet, under the number the spreadsheet program shows. cells are what the clerk's
-- file or repairs say, result what was checked and will be issued; problems are keys, their details
-- are sealed.
CREATE TABLE import_row (
    import_id BIGINT NOT NULL,
    row_no BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('good', 'faulty', 'left_out')),
    version BIGINT NOT NULL DEFAULT 1,
    cells_sealed BYTEA NOT NULL,
    result_sealed BYTEA,
    problems TEXT NOT NULL,
    details_sealed BYTEA,
    has_photo BIGINT NOT NULL DEFAULT 0,
    management_index BYTEA,
    certificate_index BYTEA,
    person_index BYTEA,
    PRIMARY KEY (import_id, row_no),
    CHECK (state <> 'good' OR result_sealed IS NOT NULL)
);
-- The same number, or the same person with the same qualification, in another row of this or of
-- another import.
CREATE INDEX import_row_management ON import_row (management_index, import_id, row_no)
    WHERE management_index IS NOT NULL;
CREATE INDEX import_row_certificate ON import_row (certificate_index, import_id, row_no)
    WHERE certificate_index IS NOT NULL;
CREATE INDEX import_row_person ON import_row (person_index, import_id, row_no)
    WHERE person_index IS NOT NULL;
CREATE INDEX import_row_not_good ON import_row (import_id, state, row_no) WHERE state <> 'good';
CREATE INDEX import_row_problems ON import_row (import_id, problems) WHERE state = 'faulty';
CREATE INDEX import_row_no_photo ON import_row (import_id, row_no)
    WHERE state = 'good' AND has_photo = 0;

-- One file of an archive of photos; name_index is of the number it is named by. A photo that was in
-- the blob store before, or is in another import too, is shared: giving one import up keeps it.
CREATE TABLE import_photo (
    import_id BIGINT NOT NULL,
    entry_no BIGINT NOT NULL,
    name_sealed BYTEA NOT NULL,
    name_index BYTEA NOT NULL,
    sha256 BYTEA,
    is_shared BIGINT NOT NULL DEFAULT 0,
    problem TEXT NOT NULL,
    row_no BIGINT,
    PRIMARY KEY (import_id, entry_no),
    CHECK ((sha256 IS NULL) = (problem <> ''))
);
CREATE INDEX import_photo_name ON import_photo (import_id, name_index);
CREATE INDEX import_photo_blob ON import_photo (sha256) WHERE sha256 IS NOT NULL;

-- What a header word meant to an authority the last time.
CREATE TABLE column_mapping (
    issuer_id TEXT NOT NULL,
    header TEXT NOT NULL,
    field TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (issuer_id, header)
);
