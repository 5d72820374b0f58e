-- The receipt a file is, PDF or JSON, however old. Rows: optional.
-- $1 SHA-256 of the file
SELECT receipt_no, receipt_made_at, checked_at, verdict
FROM verification_result
WHERE pdf_sha256 = $1 OR json_sha256 = $1
