-- A copy has one file for each face. What an OFD's seal carries beside its signature is named as for
-- a PDF: SES-B without a timestamp, SES-T with one (GB/T 38540).
CREATE TABLE copy_file_with_ofd (
    holder_id BIGINT NOT NULL,
    copy_id BIGINT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('pdf', 'ofd')),
    sha256 BYTEA NOT NULL,
    size BIGINT NOT NULL,
    seal_id TEXT NOT NULL,
    key_name TEXT NOT NULL,
    profile TEXT NOT NULL,
    intent_id BIGINT NOT NULL,
    has_blob BIGINT NOT NULL,
    sealed_at BIGINT NOT NULL,
    sm3 BYTEA,
    PRIMARY KEY (holder_id, copy_id, format),
    CHECK ((format = 'pdf' AND profile IN ('B-B', 'B-T'))
        OR (format = 'ofd' AND profile IN ('SES-B', 'SES-T')))
);
INSERT INTO copy_file_with_ofd (holder_id, copy_id, format, sha256, size, seal_id, key_name, profile,
                                intent_id, has_blob, sealed_at, sm3)
SELECT holder_id, copy_id, format, sha256, size, seal_id, key_name, profile, intent_id, has_blob,
       sealed_at, sm3
FROM copy_file;
DROP TABLE copy_file;
ALTER TABLE copy_file_with_ofd RENAME TO copy_file;
-- The kind of file this account fetched last: it is offered first the next time.
ALTER TABLE account ADD COLUMN preferred_format TEXT NOT NULL DEFAULT 'pdf'
    CHECK (preferred_format IN ('pdf', 'ofd'));
