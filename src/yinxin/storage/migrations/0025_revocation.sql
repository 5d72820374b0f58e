-- Revocation lists and answers of responders about our own certificates, as they were accepted, and
-- how the fetching of each stands. A subject is the SHA-256 of the certificate asked about,
-- hexadecimal; '' where the address has a list.
CREATE TABLE revocation_data (
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    der BYTEA,
    sha256 BYTEA,
    number BYTEA,
    this_update BIGINT,
    next_update BIGINT,
    fetched_at BIGINT,
    tried_at BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    error TEXT NOT NULL,
    error_detail TEXT NOT NULL,
    PRIMARY KEY (address, subject),
    CHECK ((der IS NULL) = (fetched_at IS NULL)),
    CHECK ((der IS NULL) = (sha256 IS NULL)),
    CHECK ((der IS NULL) = (this_update IS NULL))
);
