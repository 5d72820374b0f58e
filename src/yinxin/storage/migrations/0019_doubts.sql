-- 反映信息有误 on the office's side. An office works through the doubts of many persons, so what it
-- sorts and filters by is a table of its own, keyed by the doubt; what the person wrote stays with
-- the person (doubt, doubt_message, doubt_file).
CREATE TABLE doubt_case (
    doubt_id BIGINT PRIMARY KEY,
    holder_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    issuer_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    province TEXT NOT NULL,
    desk TEXT NOT NULL,
    fields TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('open', 'taken', 'accepted', 'refused', 'corrected', 'withdrawn')),
    reported_at BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    asked_at BIGINT,
    taken_by BIGINT,
    taken_at BIGINT,
    answered_at BIGINT,
    settled_at BIGINT,
    CHECK (state IN ('open', 'withdrawn') OR taken_by IS NOT NULL),
    CHECK (state IN ('open', 'taken', 'withdrawn') OR answered_at IS NOT NULL),
    CHECK ((state IN ('open', 'taken', 'accepted')) = (settled_at IS NULL))
);
-- What is settled grows for ever, what is not stays small.
CREATE INDEX doubt_case_unsettled ON doubt_case (issuer_id, due_on) WHERE settled_at IS NULL;
CREATE INDEX doubt_case_settled ON doubt_case (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX doubt_case_line ON doubt_case (holder_id, line_id, reported_at);
-- One at a time about one version: the next word about it belongs to the same conversation.
CREATE UNIQUE INDEX doubt_case_one_unsettled ON doubt_case (holder_id, line_id, version)
    WHERE settled_at IS NULL;

-- What followed the report, in the order of seq (the report itself is 0, in doubt).
CREATE TABLE doubt_message (
    holder_id BIGINT NOT NULL,
    doubt_id BIGINT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('addition', 'question', 'reply', 'answer')),
    author_id BIGINT NOT NULL,
    text_sealed BYTEA NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (holder_id, doubt_id, seq)
);

-- Attachments. Uploaded first, sent with a message: doubt_id is empty between the two. delete_at is
-- set while a file is not sent, and again when its doubt is settled. The blob is the sealed file, so
-- that no two have one name.
CREATE TABLE doubt_file (
    holder_id BIGINT NOT NULL,
    file_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    doubt_id BIGINT,
    seq BIGINT,
    name_sealed BYTEA NOT NULL,
    media TEXT NOT NULL CHECK (media IN ('application/pdf', 'image/png', 'image/jpeg')),
    size BIGINT NOT NULL,
    blob_sha256 BYTEA NOT NULL,
    uploaded_at BIGINT NOT NULL,
    delete_at BIGINT,
    PRIMARY KEY (holder_id, file_id),
    CHECK ((doubt_id IS NULL) = (seq IS NULL))
);
CREATE INDEX doubt_file_of ON doubt_file (holder_id, doubt_id);
CREATE INDEX doubt_file_delete ON doubt_file (delete_at) WHERE delete_at IS NOT NULL;

-- Which desks (reference text doubts/<issuer>) somebody of the office looks after; a wish about what
-- the queue shows, no permission.
CREATE TABLE doubt_desk_member (
    staff_id BIGINT NOT NULL,
    issuer_id TEXT NOT NULL,
    desk TEXT NOT NULL,
    PRIMARY KEY (staff_id, issuer_id, desk)
);

-- 纸质证书 on the office's side: what lists are filtered by; the holder's row is paper_certificate.
CREATE TABLE paper_listing (
    holder_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    issuer_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    state TEXT NOT NULL,
    serial_no TEXT NOT NULL,
    deadline_on TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (holder_id, line_id)
);
CREATE INDEX paper_listing_changed ON paper_listing (changed_at);
CREATE INDEX paper_listing_deadline ON paper_listing (deadline_on) WHERE deadline_on <> '';
CREATE UNIQUE INDEX paper_listing_serial ON paper_listing (issuer_id, serial_no)
    WHERE serial_no <> '';
INSERT INTO paper_listing (holder_id, line_id, issuer_id, item_id, state, serial_no, deadline_on,
                           changed_at)
SELECT p.holder_id, p.line_id, b.issuer_id, b.item_id, p.state, p.serial_no,
       COALESCE(p.deadline_on, ''), p.changed_at
FROM paper_certificate p
JOIN certificate_line l ON l.holder_id = p.holder_id AND l.line_id = p.line_id
JOIN certificate c ON c.holder_id = p.holder_id AND c.line_id = p.line_id
    AND c.version = l.current_version
JOIN batch b ON b.batch_id = c.batch_id
WHERE TRUE
ON CONFLICT DO NOTHING;

-- What happened to a paper certificate, with who entered it. Nothing is ever removed here.
CREATE TABLE paper_event (
    holder_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    kind TEXT NOT NULL
        CHECK (kind IN ('printed', 'handed_out', 'lost', 'damaged', 'unclaimed', 'edited', 'undone')),
    before_state TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('printed', 'handed_out', 'lost', 'damaged', 'unclaimed')),
    serial_no TEXT NOT NULL,
    collector TEXT NOT NULL CHECK (collector IN ('', 'holder', 'agent')),
    note_sealed BYTEA NOT NULL,
    staff_id BIGINT NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (holder_id, line_id, seq),
    CHECK (kind <> 'handed_out' OR collector <> '')
);
-- It is printed once.
CREATE UNIQUE INDEX paper_event_one_printing ON paper_event (holder_id, line_id)
    WHERE kind = 'printed';
