-- Puts the one receipt beside a result; changes nothing where there is one. Rows: none.
-- $1 hash of the token, $2 receipt number, $3 made at, $4 expires, epoch seconds,
-- $5 SHA-256 of the PDF, $6 SHA-256 of the JSON, $7 sealed PDF, $8 sealed JSON
UPDATE verification_result
SET receipt_no = $2, receipt_made_at = $3, expires_at = $4, pdf_sha256 = $5, json_sha256 = $6,
    pdf_sealed = $7, json_sealed = $8
WHERE token_hash = $1 AND receipt_no IS NULL AND report_sealed IS NOT NULL
