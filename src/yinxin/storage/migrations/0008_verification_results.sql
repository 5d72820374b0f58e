-- 核验结果: what a verifier was told about one file or copy, kept under a random token so that the
-- page can be read again and a receipt (核验回执) be given. Everything that may name a person is
-- sealed. When its time is over a result goes; of a receipt the number, the hashes and the verdict
-- stay, so that a filed receipt can be recognised for ever.
CREATE TABLE verification_result (
    token_hash BYTEA PRIMARY KEY,
    checked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    report_sealed BYTEA,
    receipt_no TEXT,
    receipt_made_at BIGINT,
    pdf_sha256 BYTEA,
    json_sha256 BYTEA,
    pdf_sealed BYTEA,
    json_sealed BYTEA,
    CHECK ((receipt_no IS NULL) = (receipt_made_at IS NULL)),
    CHECK ((receipt_no IS NULL) = (pdf_sha256 IS NULL)),
    CHECK ((receipt_no IS NULL) = (json_sha256 IS NULL))
);
CREATE INDEX verification_result_over ON verification_result (expires_at)
    WHERE report_sealed IS NOT NULL;
CREATE UNIQUE INDEX verification_receipt_no ON verification_result (receipt_no)
    WHERE receipt_no IS NOT NULL;
CREATE UNIQUE INDEX verification_receipt_pdf ON verification_result (pdf_sha256)
    WHERE pdf_sha256 IS NOT NULL;
CREATE UNIQUE INDEX verification_receipt_json ON verification_result (json_sha256)
    WHERE json_sha256 IS NOT NULL;
